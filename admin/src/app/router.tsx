/** Every address of the screens. Each screen is a chunk of its own, loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, Navigate } from '@tanstack/react-router';
import { Crashed } from '../ui/crashed';
import { ScreenLoading } from '../ui/states';
import { useSession } from '../session/session';
import { checkAuditSearch } from '../screens/audit/search';
import { checkDeadLettersSearch } from '../screens/dead-letters/search';
import { checkErrorsSearch } from '../screens/errors/search';
import { checkRequestsSearch } from '../screens/requests/search';
import { checkOverviewSearch } from '../screens/overview/search';
import { checkReferenceDataSearch } from '../screens/reference-data/search';
import { checkSubmitSearch } from '../screens/submit/search';
import { NotFound } from './not-found';
import { Shell } from './shell';
import { SignInGate } from './sign-in-gate';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { returnTo?: string } => (typeof search.returnTo === 'string' && search.returnTo.startsWith('/') ? { returnTo: search.returnTo } : {}),
  component: lazyRouteComponent(() => import('../screens/sign-in'), 'SignInScreen'),
});
const signInCallback = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/callback',
  component: lazyRouteComponent(() => import('../screens/sign-in'), 'SignInCallbackScreen'),
});

/** Everything that needs somebody who has signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: () => (
    <SignInGate>
      <Shell>
        <Outlet />
      </Shell>
    </SignInGate>
  ),
});

function Home() {
  return <Navigate to={useSession().rights.operate ? '/overview' : '/requests'} replace />;
}

const routes = [
  createRoute({ getParentRoute: () => inside, path: '/', component: Home }),
  createRoute({
    getParentRoute: () => inside,
    path: '/overview',
    validateSearch: checkOverviewSearch,
    component: lazyRouteComponent(() => import('../screens/overview'), 'OverviewScreen'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/requests',
    validateSearch: checkRequestsSearch,
    component: lazyRouteComponent(() => import('../screens/requests'), 'RequestsScreen'),
  }),
  createRoute({ getParentRoute: () => inside, path: '/requests/$id', component: lazyRouteComponent(() => import('../screens/request'), 'RequestScreen') }),
  createRoute({
    getParentRoute: () => inside,
    path: '/errors',
    validateSearch: checkErrorsSearch,
    component: lazyRouteComponent(() => import('../screens/errors'), 'ErrorsScreen'),
  }),
  createRoute({ getParentRoute: () => inside, path: '/errors/runs/$runId', component: lazyRouteComponent(() => import('../screens/errors'), 'RunScreen') }),
  createRoute({
    getParentRoute: () => inside,
    path: '/submit',
    validateSearch: checkSubmitSearch,
    component: lazyRouteComponent(() => import('../screens/submit'), 'SubmitScreen'),
  }),
  createRoute({ getParentRoute: () => inside, path: '/submissions/$id', component: lazyRouteComponent(() => import('../screens/submit'), 'SubmissionScreen') }),
  createRoute({
    getParentRoute: () => inside,
    path: '/reference-data',
    validateSearch: checkReferenceDataSearch,
    component: lazyRouteComponent(() => import('../screens/reference-data'), 'ReferenceDataScreen'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/reference-data/document-types/$code',
    component: lazyRouteComponent(() => import('../screens/reference-data'), 'DocumentTypeScreen'),
  }),
  // The gateway has the queue board itself at /queues.
  createRoute({ getParentRoute: () => inside, path: '/jobs', component: lazyRouteComponent(() => import('../screens/queues'), 'QueuesScreen') }),
  createRoute({
    getParentRoute: () => inside,
    path: '/dead-letters',
    validateSearch: checkDeadLettersSearch,
    component: lazyRouteComponent(() => import('../screens/dead-letters'), 'DeadLettersScreen'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/audit',
    validateSearch: checkAuditSearch,
    component: lazyRouteComponent(() => import('../screens/audit'), 'AuditScreen'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([signIn, signInCallback, inside.addChildren(routes)]),
  basepath: '/admin',
  defaultPreload: 'intent',
  defaultPendingComponent: ScreenLoading,
  defaultErrorComponent: Crashed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
