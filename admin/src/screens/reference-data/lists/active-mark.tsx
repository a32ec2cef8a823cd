import { Badge } from '@mantine/core';

/** Whether an item may be used. */
export function ActiveMark({ active }: { active: boolean }) {
  return (
    <Badge variant="default" tt="none" style={active ? undefined : { borderStyle: 'dashed' }}>
      {active ? 'Active' : 'Inactive'}
    </Badge>
  );
}
