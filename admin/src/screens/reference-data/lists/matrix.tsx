import { ScrollArea, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { AnchorLink } from '../../../ui/anchor-link';
import { Panel } from '../../../ui/panel';
import { Empty } from '../../../ui/states';
import type { DocumentTypeListed, SourceRead } from '../queries';

/** Who may ask for what: document types down, sources across. */
export function Matrix({ types, sources }: { types: readonly DocumentTypeListed[]; sources: readonly SourceRead[] }) {
  if (types.length === 0 || sources.length === 0) return <Empty title="Nothing to show" text="There is no document type or no source that fits." />;
  return (
    <Panel>
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Who may ask for what' }}>
        <Table highlightOnHover aria-label="Who may ask for what">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Document type</Table.Th>
              {sources.map(({ code, title }) => (
                <Table.Th key={code} scope="col" ta="center" title={title}>
                  {code}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {types.map(({ code, title, allowedSources }) => (
              <Table.Tr key={code}>
                <Table.Th scope="row" fw={400}>
                  <AnchorLink to="/reference-data/document-types/$code" params={{ code }} size="sm" underline="always">
                    {title}
                  </AnchorLink>
                  {allowedSources.length === 0 ? (
                    <Text size="xs" className="quiet" span ml="xs">
                      every source
                    </Text>
                  ) : null}
                </Table.Th>
                {sources.map((source) => {
                  const may = source.active && (allowedSources.length === 0 || allowedSources.includes(source.code));
                  return (
                    <Table.Td key={source.code} ta="center">
                      {may ? <IconCheck size={16} aria-hidden /> : <span className="quiet" aria-hidden>–</span>}
                      <VisuallyHidden>{may ? 'may' : 'may not'}</VisuallyHidden>
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Panel>
  );
}
