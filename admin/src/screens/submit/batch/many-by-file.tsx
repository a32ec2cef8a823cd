/** Many requests by one file: what is wrong is told row by row, before and after sending. */
import '@mantine/dropzone/styles.css';
import { Alert, Anchor, Button, Code, Group, Progress, Stack, Switch, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useLocalStorage } from '@mantine/hooks';
import { IconFileSpreadsheet, IconSend, IconTemplate } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { whole } from '../../../ui/figures';
import { Panel } from '../../../ui/panel';
import { saveBlob } from '../../../ui/save-file';
import { Failed } from '../../../ui/states';
import { tellDone, tellFailed } from '../../../ui/told';
import { CodePanel } from '../code/code-panel';
import { codeOfMany } from '../code/snippets';
import type { TypeToSubmit } from '../queries';
import { FaultyRows } from './faulty-rows';
import { templateOf } from './files';
import { MAX_FILE_BYTES } from './read-file';
import { useBatch } from './use-batch';

/** As many as show what the code is about. */
const ROWS_OF_CODE = 2;

export function ManyByFile({ type }: { type: TypeToSubmit }) {
  const { state, sending, open, send, clear } = useBatch(type);
  const { file, checking, good, faulty, sent, failure, idempotencyKey } = state;
  const [showsCode, setShowsCode] = useLocalStorage({ key: 'oms.submit.code', defaultValue: false });
  const navigate = useNavigate();
  const follow = (id: string) => void navigate({ to: '/submissions/$id', params: { id } });

  const saveTemplate = () => templateOf(type.dataSchema).then((text) => saveBlob(new Blob([text], { type: 'text/csv' }), `${type.code}.csv`), tellFailed);
  const sendGood = async () => {
    const done = await send();
    if (!done) return;
    tellDone(`${whole(done.rows)} ${done.rows === 1 ? 'request was' : 'requests were'} accepted.`);
    // With faulty rows at hand the person stays to correct them.
    if (faulty.length === 0 && done.rows === good.length) follow(done.submissionId);
  };

  return (
    <Stack gap="md">
      <Panel
        title="File"
        beside={
          <Button size="xs" variant="default" leftSection={<IconTemplate size={15} aria-hidden />} onClick={saveTemplate}>
            Template as CSV
          </Button>
        }
      >
        <Dropzone onDrop={([first]) => first && void open(first)} onReject={([first]) => tellFailed(new Error(first?.errors[0]?.message ?? 'This file cannot be taken.'))} maxFiles={1} multiple={false} maxSize={MAX_FILE_BYTES} inputProps={{ 'aria-label': 'File with requests' }} p="lg">
          <Group justify="center" gap="md" style={{ pointerEvents: 'none' }}>
            <IconFileSpreadsheet size={36} stroke={1.3} aria-hidden />
            <div>
              <Text fw={550}>{file ? file.name : 'Drop a CSV or JSON file, or press to pick one'}</Text>
              <Text size="sm" className="quiet">
                {file ? `${whole(file.rows.length)} rows. Drop another one to take its place.` : 'Columns are fields of the data, with dots: policyHolder.name. Up to 10,000 rows.'}
              </Text>
            </div>
          </Group>
        </Dropzone>
        <Text size="sm" className="quiet" mt="xs">
          <Code>clientReference</Code>, <Code>format</Code>, <Code>priority</Code>, <Code>source</Code> and <Code>idempotencyKey</Code> are fields of the request; lists are written as JSON, or as <Code>changes.0</Code>, <Code>changes.1</Code>.
        </Text>
      </Panel>
      {checking !== null ? (
        <Panel title="Checking the rows">
          <Progress value={file ? (100 * checking) / file.rows.length : 0} aria-label="Rows checked" />
        </Panel>
      ) : null}
      {failure ? (
        <Failed error={failure} title={file ? 'There was no answer that says it is done' : 'This file cannot be read'}>
          {file ? <Text size="sm">Send again: with the same idempotency key, what was stored already is not submitted twice.</Text> : null}
        </Failed>
      ) : null}
      {file && checking === null ? (
        <Panel title="Send">
          {sent ? (
            <Alert variant="default" role="status" title={`${whole(sent.rows)} accepted`} mb={good.length > 0 ? 'sm' : 0}>
              <Anchor component="button" type="button" size="sm" onClick={() => follow(sent.submissionId)}>
                Follow them until the documents are there
              </Anchor>
              {faulty.length > 0 ? <Text size="sm">The rows below were not; correct them and upload them as a file of their own.</Text> : null}
            </Alert>
          ) : null}
          {good.length > 0 || !sent ? (
            <Group justify="space-between" gap="md">
              <div>
                <Text fw={550} data-testid="good-rows">
                  {whole(good.length)} of {whole(file.rows.length)} rows are in order
                </Text>
                <Text size="xs" className="quiet">
                  Batch key <span className="mono">{idempotencyKey}</span>
                </Text>
              </div>
              <Group>
                <Switch label="Show the code" checked={showsCode} onChange={(event) => setShowsCode(event.currentTarget.checked)} />
                <Button variant="subtle" onClick={clear}>
                  Discard
                </Button>
                <Button loading={sending} disabled={good.length === 0} onClick={sendGood} leftSection={<IconSend size={16} aria-hidden />}>
                  {failure ? 'Send again' : faulty.length > 0 ? `Submit the ${whole(good.length)} good ones` : `Submit ${whole(good.length)}`}
                </Button>
              </Group>
            </Group>
          ) : null}
        </Panel>
      ) : null}
      {file && faulty.length > 0 ? <FaultyRows file={file} faulty={faulty} /> : null}
      {showsCode && good.length > 0 ? <CodePanel code={codeOfMany(good.slice(0, ROWS_OF_CODE).map(({ input }) => ({ documentType: type.code, ...input })), idempotencyKey)} /> : null}
    </Stack>
  );
}
