import { useEffect, useState } from 'react';
import classes from './preview.module.css';

/** In a frame that may run nothing and knows nothing of this page. */
export function HtmlPreview({ blob }: { blob: Blob }) {
  const [html, setHtml] = useState('');
  useEffect(() => {
    let shown = true;
    void blob.text().then((text) => {
      if (shown) setHtml(text);
    });
    return () => {
      shown = false;
    };
  }, [blob]);
  return (
    <div className={classes.paper}>
      <iframe title="The document" sandbox="" srcDoc={html} className={classes.html} />
    </div>
  );
}
