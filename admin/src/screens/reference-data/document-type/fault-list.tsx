import { List, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { pathText, type Fault } from '../../../ui/data-schema';

/** What is wrong, or that nothing is. */
export function FaultList({ faults, good }: { faults: readonly Fault[]; good: string }) {
  return (
    <div role="status">
      {faults.length === 0 ? (
        <Text size="sm" mt="sm">
          <IconCircleCheck size={16} aria-hidden style={{ verticalAlign: '-3px', color: 'light-dark(#0e5a33, #93e2b8)' }} /> {good}
        </Text>
      ) : (
        <List size="sm" mt="sm" icon={<IconAlertTriangle size={16} aria-hidden color="light-dark(#97180e, #ffb3ab)" />}>
          {faults.map(({ path, message }) => (
            <List.Item key={`${pathText(path)} ${message}`}>
              {path.length > 0 ? <span className="mono">{pathText(path)} </span> : null}
              {message}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
