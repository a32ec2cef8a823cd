/** The screens' first step: reads how to sign in, then shows them. */
import '@mantine/core/styles.css';
import './app/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { StartFailed } from './app/start-failed';
import { readConfig } from './session/config';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no #root');
const root = createRoot(container);

readConfig().then(
  (config) => root.render(<App config={config} />),
  (error: unknown) => root.render(<StartFailed reason={error instanceof Error ? error.message : String(error)} />),
);
