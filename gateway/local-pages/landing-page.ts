/** The page at / in local mode. */

interface Link {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function item({ href, title, text }: Link): string {
  return `<li><a href="${escaped(href)}">${escaped(title)}</a><span>${escaped(text)}</span></li>`;
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto; padding: 0 1.5rem; }
  h1 { font-size: 1.6rem; margin-bottom: .25rem; }
  ul { list-style: none; padding: 0; }
  li { padding: .75rem 0; border-top: 1px solid #8884; display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; }
  a { font-weight: 600; } span { opacity: .75; }
  code { background: #8882; padding: .1rem .35rem; border-radius: .25rem; }`;

/** HTML, whole and static. */
export function landingPage(options: { graphqlPath: string; adminPath: string; editorPath: string; referenceDataUrl: string }): string {
  const links: Link[] = [
    { href: options.adminPath, title: 'Admin UI', text: 'every document, every error, and what to do about it' },
    { href: `${options.editorPath}/`, title: 'GraphQL editor', text: 'queries, mutations and live subscriptions' },
    { href: `${options.referenceDataUrl}/reference-data/v1/openapi.json`, title: 'Reference Data API', text: 'its description as OpenAPI' },
    { href: '/readyz', title: 'Readiness', text: 'whether this gateway can do its work' },
    { href: '/livez', title: 'Liveness', text: 'whether it runs at all' },
    { href: '/metrics', title: 'Metrics', text: 'for Prometheus' },
  ];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Output Management System</title><style>${STYLE}</style></head>
<body>
<h1>Output Management System</h1>
<p>Document requests in, finished documents out, and every step visible. GraphQL over HTTP and WebSocket is at <code>${escaped(options.graphqlPath)}</code>.</p>
<ul>
${links.map(item).join('\n')}
</ul>
<p>A token for local use: <code>npm run -s token -- --role client --tenant demo</code></p>
</body>
</html>
`;
}
