/**
 * Signing in: a pick of roles and tenant in local mode, else at the configured issuer. Who wants to go somewhere, and has nothing to be told here,
 * goes to the issuer at once.
 */
import { Alert } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../../session/session';
import { Frame } from './frame';
import { IssuerSignIn } from './issuer-sign-in';
import { LocalSignIn } from './local-sign-in';

export { SignInCallbackScreen } from './callback';

const route = getRouteApi('/sign-in');

export function SignInScreen() {
  useDocumentTitle('Sign in · Output Management');
  const { config, ended, person } = useSession();
  const { returnTo } = route.useSearch();
  const navigate = useNavigate();
  useEffect(() => {
    if (person) void navigate({ href: returnTo ?? '/', replace: true });
  }, [person, returnTo, navigate]);
  return (
    <Frame>
      {ended ? (
        <Alert variant="default" role="status">
          {ended}
        </Alert>
      ) : null}
      {config.mode === 'local' ? <LocalSignIn /> : null}
      {config.oidc ? <IssuerSignIn oidc={config.oidc} returnTo={returnTo ?? '/'} atOnce={returnTo !== undefined && ended === null && !person} /> : null}
    </Frame>
  );
}
