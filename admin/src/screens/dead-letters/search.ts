/** What the address of this screen holds; what it does not know is left out. */
import type { DeadLetterFilter } from '../../generated/graphql';
import { given, oneOf, textOf } from '../../ui/search-value';

const REPLAYED = ['yes', 'no'] as const;

export interface DeadLettersSearch {
  readonly topic?: string;
  readonly replayed?: (typeof REPLAYED)[number];
  /** The id of a request, a key, or a part of the reason. */
  readonly search?: string;
  /** The one that is open. */
  readonly letter?: string;
}

export function checkDeadLettersSearch(search: Record<string, unknown>): DeadLettersSearch {
  return given({ topic: textOf(search.topic), replayed: oneOf(REPLAYED, search.replayed), search: textOf(search.search), letter: textOf(search.letter) });
}

export function deadLetterFilterOf({ topic, replayed, search }: DeadLettersSearch): DeadLetterFilter {
  return given({ topic, replayed: replayed === undefined ? undefined : replayed === 'yes', search });
}
