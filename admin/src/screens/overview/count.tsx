import { Tooltip } from '@mantine/core';
import { short, whole } from '../../ui/figures';

/** A number as short as it is clear; the whole of it on hover and focus where that is another. */
export function Count({ value }: { value: number }) {
  const shown = short(value);
  if (shown === whole(value)) return <span className="figures">{shown}</span>;
  return (
    <Tooltip label={whole(value)} events={{ hover: true, focus: true, touch: true }}>
      <span className="figures" data-whole={value}>
        {shown}
      </span>
    </Tooltip>
  );
}
