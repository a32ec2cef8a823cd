/** Loaded when the first PDF is shown: it brings a large library. */
import { ActionIcon, Center, Group, Loader, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Document, Page, pdfjs } from 'react-pdf';
import 'react-pdf/dist/Page/AnnotationLayer.css';
import 'react-pdf/dist/Page/TextLayer.css';
import { Failed } from '../../../ui/states';
import classes from './preview.module.css';

pdfjs.GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).toString();

const waiting = (
  <Center mih={240}>
    <Loader size="sm" aria-label="Drawing the page" />
  </Center>
);

/** A page at a time, as wide as there is room. */
export function PdfPreview({ blob }: { blob: Blob }) {
  const { ref, width } = useElementSize();
  const [pages, setPages] = useState(0);
  const [page, setPage] = useState(1);
  return (
    <div>
      <Group justify="center" gap="xs" mb="xs">
        <ActionIcon variant="default" aria-label="Previous page" disabled={page <= 1} onClick={() => setPage(page - 1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <Text size="sm" className="figures" data-testid="pages" role="status">
          {pages === 0 ? 'Opening …' : `Page ${page} of ${pages}`}
        </Text>
        <ActionIcon variant="default" aria-label="Next page" disabled={page >= pages} onClick={() => setPage(page + 1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
      <div ref={ref} className={classes.paper}>
        <Document file={blob} loading={waiting} error={<Failed error={new Error('It is not a PDF that can be shown here; download it instead.')} />} onLoadSuccess={({ numPages }) => setPages(numPages)}>
          {width > 0 ? <Page pageNumber={page} width={width} loading={waiting} /> : null}
        </Document>
      </div>
    </div>
  );
}
