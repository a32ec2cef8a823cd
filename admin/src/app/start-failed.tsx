/** Instead of the screens, where not even their configuration could be read. */
export function StartFailed({ reason }: { reason: string }) {
  return (
    <main style={{ maxWidth: '34rem', margin: '15vh auto', padding: '0 1rem', fontFamily: 'system-ui, sans-serif' }}>
      <h1>The screens cannot start</h1>
      <p>{reason}</p>
      <p>Look whether the gateway runs, then load this page again.</p>
    </main>
  );
}
