/**
 * The harness of the tests in a real browser: `npm run test:ui`, or one file: `npx jest tests/ui/overview --selectProjects ui`.
 *
 *   let browser: UiBrowser;
 *   beforeAll(async () => {
 *     browser = await openBrowser();                                   // closes itself at the end of the file
 *   });
 *   it('shows what was submitted', async () => {
 *     const page = await browser.page({ scheme: 'dark', size: 'narrow' });   // a person of its own: cookies, storage, token
 *     await signIn(page, { roles: ['admin', 'operator'], tenant: 'mine', to: '/requests' });
 *     const [id] = await submit(uiSystem(), 'mine', [exampleRequest('POLICY_LETTER', 1)]);
 *     await page.getByText(id).waitFor();
 *     await settled(page);                                                     // nothing is being loaded any more
 *     expect(await axeViolations(page)).toEqual([]);
 *     await screenshot(page, 'requests-dark-narrow');                  // tests/ui/artefacts, or OMS_UI_ARTEFACTS
 *   });
 *
 * One system (all roles, a simulator that makes real PDFs, the built screens) and one browser serve all files: each file takes a tenant
 * of its own. Faults of the engine are for all: `addFault(uiSystem(), rule)` of tests/support, and `clearFaults` in an afterEach.
 * What a page logs as an error, throws or rejects without a catch fails the test: `tolerate(page, /pattern/)` says what is to be expected.
 *
 * OMS_UI_URL=http://127.0.0.1:5171 OMS_HOME=/tmp/ui-home lets them run, without a build, on a system that is up and on a Vite server.
 *
 *   global-setup.ts, global-teardown.ts   infrastructure, system and browser of the run
 *   browser.ts, problems.ts               pages, and what went wrong in them
 *   sign-in.ts, submit.ts, looks.ts       what tests do; axe and screenshots
 *   issuer-system.ts, issuer.mjs          a gateway of its own whose screens sign in at an OpenID Connect issuer
 */
export { openBrowser, type UiBrowser } from './browser';
export { axeViolations, screenshot, settled } from './looks';
export { tolerate } from './problems';
export { signIn, signInByScreen } from './sign-in';
export { clearFaults, putUnreadable, submit } from './submit';
export { uiSystem } from './ui-system';
