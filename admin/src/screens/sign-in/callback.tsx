import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { returnFromIssuer } from '../../session/oidc';
import { useSession } from '../../session/session';
import { Failed, ScreenLoading } from '../../ui/states';
import { Frame } from './frame';

/** Where the issuer sends the browser back to. */
export function SignInCallbackScreen() {
  useDocumentTitle('Sign in · Output Management');
  const { config, signIn } = useSession();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>(null);
  const begun = useRef(false);
  useEffect(() => {
    const { oidc } = config;
    if (begun.current || !oidc) return;
    begun.current = true;
    returnFromIssuer(oidc)
      .then(async ({ token, returnTo }) => {
        await signIn(token);
        await navigate({ href: returnTo, replace: true });
      })
      .catch(setFailure);
  }, [config, signIn, navigate]);
  if (!failure && config.oidc) return <ScreenLoading />;
  return (
    <Frame>
      <Failed error={failure ?? new Error('No issuer is configured.')} title="Signing in did not work">
        <Button variant="light" onClick={() => void navigate({ to: '/sign-in' })}>
          Back
        </Button>
      </Failed>
    </Frame>
  );
}
