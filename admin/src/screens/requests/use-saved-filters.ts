/** Filters that people keep under a name: in this browser, apart for each person and tenant. */
import { useLocalStorage } from '@mantine/hooks';
import { usePerson } from '../../session/session';
import { checkRequestsSearch, type RequestsSearch } from './search';

export interface SavedFilter {
  readonly name: string;
  readonly search: RequestsSearch;
}

export interface SavedFilters {
  readonly saved: readonly SavedFilter[];
  /** Takes the place of one with the same name. */
  save(filter: SavedFilter): void;
  remove(name: string): void;
}

export function useSavedFilters(): SavedFilters {
  const { subject, tenant } = usePerson();
  const [saved, setSaved] = useLocalStorage<readonly SavedFilter[]>({
    key: `oms.requests.filters:${tenant}:${subject}`,
    defaultValue: [],
    deserialize: readFilters,
    getInitialValueInEffect: false,
  });
  const without = (name: string) => saved.filter((each) => each.name !== name);
  return {
    saved,
    save: (filter) => setSaved([...without(filter.name), filter].sort((a, b) => a.name.localeCompare(b.name))),
    remove: (name) => setSaved(without(name)),
  };
}

/** What another version, or somebody by hand, has stored is taken only as far as it makes sense. */
function readFilters(text: string | undefined): SavedFilter[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((each: unknown) => {
      const { name, search } = (each ?? {}) as { name?: unknown; search?: unknown };
      return typeof name === 'string' && typeof search === 'object' && search !== null ? [{ name, search: checkRequestsSearch(search as Record<string, unknown>) }] : [];
    });
  } catch {
    return [];
  }
}
