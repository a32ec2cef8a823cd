import { Button, Center, Loader, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { bytes } from '../../../ui/figures';
import { Panel } from '../../../ui/panel';
import { saveBlob } from '../../../ui/save-file';
import { Failed } from '../../../ui/states';
import type { RequestStory } from '../documents';
import { HtmlPreview } from './html-preview';
import { useDocument, type ReadDocument } from './use-document';

const PdfPreview = lazy(() => import('./pdf-preview').then((loaded) => ({ default: loaded.PdfPreview })));

const waiting = (
  <Center mih={240}>
    <Loader size="sm" aria-label="Reading the document" />
  </Center>
);

/** The document itself: shown where a browser can, and to be saved. */
export function DocumentPanel({ request, output }: { request: Pick<RequestStory, 'id' | 'format'>; output: NonNullable<RequestStory['output']> }) {
  const { document, error, again } = useDocument(request.id, output.sha256);
  const download = (
    <Button size="xs" disabled={!document} onClick={() => document && saveBlob(document.blob, document.name)} leftSection={<IconDownload size={15} aria-hidden />}>
      Download {request.format} · {bytes(output.sizeBytes)}
    </Button>
  );
  return (
    <Panel title="Document" beside={download}>
      {error ? <Failed error={error} title="The document could not be read" again={again} /> : document ? <Preview format={request.format} document={document} /> : waiting}
    </Panel>
  );
}

function Preview({ format, document: { blob, name } }: { format: RequestStory['format']; document: ReadDocument }) {
  switch (format) {
    case 'PDF':
      return (
        <Suspense fallback={waiting}>
          <PdfPreview blob={blob} />
        </Suspense>
      );
    case 'HTML':
      return <HtmlPreview blob={blob} />;
    case 'DOCX':
      return (
        <Text size="sm" className="quiet">
          {name} opens in a word processor; there is no preview here.
        </Text>
      );
  }
}
