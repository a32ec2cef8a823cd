import { Alert, Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { OidcConfig } from '../../session/config';
import { leaveForIssuer } from '../../session/oidc';
import { sentenceOf } from '../../ui/sentence-of';

/** A button that leads to the issuer; `atOnce` goes there without it. */
export function IssuerSignIn({ oidc, returnTo, atOnce }: { oidc: OidcConfig; returnTo: string; atOnce: boolean }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(atOnce);
  const leave = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await leaveForIssuer(oidc, returnTo);
    } catch (error) {
      setFailure(sentenceOf(error));
      setBusy(false);
    }
  };
  const first = useRef(atOnce ? leave : null);
  useEffect(() => {
    void first.current?.();
    first.current = null;
  }, []);
  return (
    <>
      {failure ? (
        <Alert variant="default" role="alert">
          {failure}
        </Alert>
      ) : null}
      <Button onClick={() => void leave()} loading={busy}>
        Sign in with {new URL(oidc.issuer).host}
      </Button>
    </>
  );
}
