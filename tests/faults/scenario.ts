/** What a scenario is, and what it is given. */
import type { Api } from './checker/api';
import type { Topics } from './checker/topics';
import type { Chance } from './random';
import type { World, WorldOptions } from './world';

export interface Scenario {
  readonly name: string;
  /** One sentence: the fault, and what must hold all the same. */
  readonly about: string;
  /** Part of the quick form. */
  readonly quick?: boolean;
  /** A world of its own instead of the common one. */
  readonly world?: WorldOptions;
  /** How many documents flow meanwhile. @default 60; 30 in the quick form */
  readonly documents?: number;
  /** Between two calls of the submitter once they flow: where the fault lasts long, so that they flow to its end. */
  readonly paceMs?: number;
  /** Documents name parties, so that each is enriched. */
  readonly withParty?: boolean;
  /** What lay on the topics is gone, so neither checker nor ledger can hold it against the rest. */
  readonly withoutTopics?: boolean;
  /** Why it cannot run here, or null. */
  skip?(): Promise<string | null>;
  /** Before a world of its own starts. */
  prepare?(): Promise<void>;
  /** After it has stopped. */
  tidy?(): Promise<void>;
  /** Injects the fault while documents flow, and leaves mending to the run. Resolves when the fault has lasted long enough. */
  inject(scene: Scene): Promise<void>;
}

export interface Scene {
  readonly world: World;
  readonly chance: Chance;
  readonly tenant: string;
  readonly api: Api;
  readonly topics: Topics;
  readonly quick: boolean;
  /** Ids accepted so far. */
  readonly accepted: ReadonlySet<string>;
  /** Calls of the submitter that were not answered with success, so far. */
  refusals(): number;
  /** Says that the fault met something: a scenario whose fault touched nothing fails. */
  touch(times: number): void;
  /** Adds a sentence to what is broken. */
  violate(sentence: string): void;
  /** Confirmed to a client: such a request ends CANCELLED. */
  readonly cancelled: Set<string>;
  /** Resolves when so many documents were accepted, or all of them. */
  untilAccepted(count: number): Promise<void>;
  sleep(ms: number): Promise<void>;
  token(role: 'client' | 'admin' | 'operator'): Promise<string>;
}
