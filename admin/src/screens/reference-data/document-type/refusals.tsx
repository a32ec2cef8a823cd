import { Alert, List } from '@mantine/core';
import { pathText } from '../../../ui/data-schema';

/** What the gateway refused a save for. */
export function Refusals({ refusals }: { refusals: readonly { readonly field?: readonly string[] | null; readonly message: string }[] }) {
  if (refusals.length === 0) return null;
  return (
    <Alert variant="default" role="alert" title="It was not saved">
      <List size="sm">
        {refusals.map(({ field, message }) => (
          <List.Item key={`${field?.join('.')} ${message}`}>
            <span className="mono">{pathText((field ?? []).filter((token) => token !== 'input'))}</span> {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
