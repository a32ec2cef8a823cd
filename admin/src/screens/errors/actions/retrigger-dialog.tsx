import { useMutation } from '@apollo/client/react';
import { Alert, Button, Group, Loader, Modal, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { whole } from '../../../ui/figures';
import { Failed } from '../../../ui/states';
import { tellDone, tellFailed } from '../../../ui/told';
import { countOf, filterOf, refusalsOf, type Choice } from './choice';
import { RETRIGGER } from './documents';
import { Refusals } from './refusals';

const CANARIES = 10;

/** Asks how to retrigger, having shown how many it will touch, and starts the run. */
export function RetriggerDialog({ choice, onClose, onDone }: { choice: Choice; onClose: () => void; onDone: () => void }) {
  const navigate = useNavigate();
  const [look, { data: seen, error: unseen, loading: looking }] = useMutation(RETRIGGER);
  const [start, { loading: starting }] = useMutation(RETRIGGER);
  const [way, setWay] = useState('all');
  const [canary, setCanary] = useState<number | string>(CANARIES);
  const [note, setNote] = useState('');
  const [filter] = useState(() => filterOf(choice));

  useEffect(() => {
    // Its failure is in `unseen`.
    look({ variables: { filter, canary: 0, dryRun: true } }).catch(() => undefined);
  }, [look, filter]);

  const preview = seen?.retriggerErrors;
  const { refused, faults } = refusalsOf(choice, preview?.userErrors ?? []);
  const touched = preview?.retriggered ?? 0;
  const first = Math.min(Number(canary), touched);
  const begin = async () => {
    try {
      const { data } = await start({ variables: { filter, note: note.trim() || null, canary: way === 'canary' ? Number(canary) : 0, dryRun: false } });
      const run = data?.retriggerErrors.run;
      onDone();
      if (!run) return tellDone(data?.retriggerErrors.userErrors[0]?.message ?? 'Nothing was left to retrigger.');
      await navigate({ to: '/errors/runs/$runId', params: { runId: run.id } });
    } catch (error) {
      tellFailed(error, 'The run was not started');
    }
  };

  return (
    <Modal opened onClose={onClose} title="Retrigger errors" size="lg">
      <Stack gap="md">
        {unseen ? <Failed error={unseen} title="It can't be said how many this will touch" again={() => void look({ variables: { filter, canary: 0, dryRun: true } }).catch(() => undefined)} /> : null}
        <Text role="status" size="sm" data-testid="retrigger-preview">
          {looking || (!preview && !unseen) ? <Loader size="xs" aria-label="Counting" /> : null}
          {preview ? <Preview touched={touched} of={countOf(choice)} picked={choice.kind === 'picked'} /> : null}
        </Text>
        {faults.map((fault) => (
          <Alert key={fault} color="red" variant="default" title="It can't be done so">
            {fault}
          </Alert>
        ))}
        <Refusals refused={refused} errors={choice.kind === 'picked' ? choice.errors : []} />
        <Stack gap={6}>
          <Text size="sm" fw={500} id="retrigger-way">
            How
          </Text>
          <SegmentedControl
            aria-labelledby="retrigger-way"
            value={way}
            onChange={setWay}
            data={[
              { value: 'all', label: 'All at once' },
              { value: 'canary', label: 'Canary first' },
            ]}
          />
          <Text size="xs" className="quiet">
            {way === 'all'
              ? 'They go out at the pace that first-time work is allowed. You can stop the run at any time.'
              : 'A few go first. If all of them recover, the rest follows by itself; if one fails again, the run stops and the rest is left as it is.'}
          </Text>
        </Stack>
        {way === 'canary' ? (
          <NumberInput label="Go first" description={touched > 0 ? `${whole(first)} of ${whole(touched)}` : undefined} value={canary} onChange={setCanary} min={1} max={10_000} allowDecimal={false} w={180} />
        ) : null}
        <Textarea label="Note" description="Kept with the run and in the audit log" placeholder="What has been mended?" value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1_000} autosize minRows={2} data-autofocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button leftSection={<IconRefresh size={16} aria-hidden />} disabled={touched === 0 || (way === 'canary' && !(Number(canary) >= 1))} loading={starting} onClick={() => void begin()}>
            Retrigger {touched > 0 ? whole(touched) : ''}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Preview({ touched, of, picked }: { touched: number; of: number; picked: boolean }) {
  if (touched === 0) return <>None of them can be retriggered now: they are being worked on, or are done with.</>;
  return (
    <>
      This will touch <strong>{whole(touched)}</strong> {touched === of ? (of === 1 ? 'error' : 'errors') : `of ${whole(of)} ${picked ? 'selected' : 'matching'} errors`}.
      {!picked && touched < of ? ' The rest is being worked on, held by another run, or done with.' : ''}
    </>
  );
}
