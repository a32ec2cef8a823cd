import { Navigate, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../session/session';

/** Sends who has not signed in to the sign-in screen, and from there back to where they wanted to go. */
export function SignInGate({ children }: { children: ReactNode }) {
  const { person } = useSession();
  const { href } = useLocation();
  if (!person) return <Navigate to="/sign-in" search={href === '/' ? {} : { returnTo: href }} replace />;
  return children;
}
