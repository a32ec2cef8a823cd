import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useSession } from '../session/session';

/** Sends who has not signed in to the sign-in screen, and from there back to where they wanted to go. */
export function SignInGate({ children }: { children: ReactNode }) {
  const { person } = useSession();
  const { href } = useLocation();
  const navigate = useNavigate();
  const wanted = useRef(href);
  const inside = person !== null;
  useEffect(() => {
    // Once for each time that somebody is not signed in: this is still here while the sign-in screen is being loaded.
    if (!inside) void navigate({ to: '/sign-in', search: { returnTo: wanted.current }, replace: true });
  }, [inside, navigate]);
  useEffect(() => {
    if (inside) wanted.current = href;
  }, [inside, href]);
  return inside ? children : null;
}
