/** Colours and measures of the screens. Text on its ground keeps a contrast of 4.5 : 1 or more in both schemes. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = ['#eaf3fc', '#d3e4f5', '#a5c8ea', '#74aade', '#5b9bdd', '#357fcd', '#2674c9', '#1963b2', '#0d57a0', '#004b8d'];

/** Their close button has no name by itself, and their heading would be a second banner of the page. */
const named = { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'presentation' } } } };

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 7 },
  colors: { ink },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.4rem' }, h2: { fontSize: '1.1rem' }, h3: { fontSize: '0.95rem' } } },
  focusRing: 'auto',
  respectReducedMotion: true,
  components: { Modal: named, Drawer: named },
});
