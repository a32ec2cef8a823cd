/** The parts of a document type, with one draft for all of them and one place to save it. */
import { Badge, Button, Group, Paper, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../../session/session';
import { AnchorLink } from '../../../ui/anchor-link';
import { whole } from '../../../ui/figures';
import { PageHeader } from '../../../ui/page-header';
import { tellDone, tellFailed } from '../../../ui/told';
import { ConflictPanel } from '../merge/conflict-panel';
import type { DocumentTypeRead, SourceRead } from '../queries';
import { DataSchema } from './data-schema';
import { Definition } from './definition';
import classes from './document-type.module.css';
import { LeaveGuard } from './leave-guard';
import { Refusals } from './refusals';
import { useEditing } from './use-editing';
import { Versions } from './versions';

export function DocumentTypeEditor({ code, inForce, sources }: { code: string; inForce: DocumentTypeRead | null; sources: readonly SourceRead[] }) {
  const { administer } = useSession().rights;
  const editing = useEditing(code, inForce);
  const { base, draft, dirty, conflict, content, refusals, saving } = editing;
  const [part, setPart] = useState<string | null>('definition');
  const edited = administer && (dirty || !base);

  const save = async () => {
    try {
      const version = await editing.save();
      if (version !== null) tellDone(`${code} is in force as version ${version}.`);
    } catch (error) {
      tellFailed(error, 'It was not saved');
    }
  };

  return (
    <>
      <PageHeader
        title={draft.title || code}
        text={
          <Group gap="xs" component="span">
            <AnchorLink to="/reference-data" size="sm">
              Reference data
            </AnchorLink>
            <span className="mono">{code}</span>
          </Group>
        }
      >
        {base ? (
          <>
            <Badge variant="default" tt="none">
              Version {base.version}
            </Badge>
            <Text size="sm" className="quiet figures">
              {whole(base.requestCount)} {base.requestCount === 1 ? 'request' : 'requests'}
            </Text>
          </>
        ) : (
          <Badge variant="default" tt="none">
            New
          </Badge>
        )}
      </PageHeader>
      <Stack gap="md">
        {conflict ? <ConflictPanel key={conflict.theirs.version} version={conflict.theirs.version} merged={conflict.merged} onTake={editing.take} onTheirs={editing.takeTheirs} /> : null}
        <Refusals refusals={refusals} />
        <Tabs value={part} onChange={setPart}>
          <Tabs.List mb="md">
            <Tabs.Tab value="definition">Definition</Tabs.Tab>
            <Tabs.Tab value="schema">Data schema</Tabs.Tab>
            {base ? <Tabs.Tab value="versions">Versions</Tabs.Tab> : null}
          </Tabs.List>
          <Tabs.Panel value="definition">
            <Definition draft={draft} sources={sources} schema={content?.dataSchema ?? null} onChange={administer ? editing.change : null} />
          </Tabs.Panel>
          <Tabs.Panel value="schema">{part === 'schema' ? <DataSchema text={draft.schemaText} onChange={administer ? (schemaText) => editing.change({ schemaText }) : null} /> : null}</Tabs.Panel>
          <Tabs.Panel value="versions">{base && part === 'versions' ? <Versions code={code} newest={base.version} mine={edited ? content : null} /> : null}</Tabs.Panel>
        </Tabs>
        {edited ? (
          <Paper className={classes.saveBar} withBorder p="sm" component="section" aria-label="Unsaved changes">
            <Group justify="space-between">
              <Text size="sm">{content ? (base ? 'There are changes that are not saved.' : 'It is not saved yet.') : 'The data schema is no JSON object yet.'}</Text>
              <Group gap="xs">
                {base ? (
                  <Button variant="default" onClick={editing.undo}>
                    Undo all
                  </Button>
                ) : null}
                <Button onClick={save} loading={saving} disabled={!content || conflict !== null}>
                  {base ? `Save as version ${base.version + 1}` : 'Create'}
                </Button>
              </Group>
            </Group>
          </Paper>
        ) : null}
      </Stack>
      <LeaveGuard active={administer && dirty} />
    </>
  );
}
