/**
 * Which errors an administrator's action takes. check.ts refuses what nobody can mean, eligible.ts says in SQL which errors an action may take,
 * each-page.ts goes through them, refusals.ts says, for errors named by id, why one was not taken.
 */
export { checkAction, tooMany, type ActionInput } from './check';
export { eachChosenPage, SHOWN, TooManyErrors, type ChosenError } from './each-page';
export { chosenErrors, WAITING } from './eligible';
export { refusals } from './refusals';
