/** Loads the chart library. As it starts it asks for numbers in the browser's language, and breaks where that is none, as `en-US@posix` of some machines. */
export async function loadPlot(): Promise<typeof import('./plot')> {
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  }
  return import('./plot');
}
