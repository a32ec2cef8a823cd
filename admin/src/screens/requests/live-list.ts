/** The rows of the list, as they are loaded page by page and change under the reader's eyes. Knows nothing of GraphQL or React. */
import type { DocumentRequestOrder, DocumentStatus } from '../../generated/graphql';
import type { RequestRow } from './documents';

export interface Page {
  readonly rows: readonly RequestRow[];
  readonly asOf: string;
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** Of a status event, what the list needs. */
export interface RowEvent {
  readonly requestId: string;
  readonly sequence: number;
  readonly status: DocumentStatus;
  readonly attempt: number;
  readonly final: boolean;
  readonly at: string;
}

/** A row of the table: stays the same while what it shows changes, so that a change draws one row anew and not the table. */
export interface LiveRow {
  readonly id: string;
  readonly list: LiveList;
}

export interface ListState {
  /** Null until the first page is there. */
  readonly rows: readonly LiveRow[] | null;
  /** Where to follow from. */
  readonly asOf: string | null;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: unknown;
  /** How many that would be in the list came after it was read; counted up to MOST_NEW. */
  readonly waiting: number;
  /** Rows that changed a moment ago. */
  readonly fresh: ReadonlySet<string>;
}

export interface ListOptions {
  readonly orderBy: DocumentRequestOrder;
  readonly statuses: readonly DocumentStatus[] | null;
  readonly page: (after: string | null, first: number) => Promise<Page>;
}

export const MOST_NEW = 10_000;
const FIRST_PAGE = 100;
/** Of those who scroll on: few, large pages, since each makes the table's index anew. */
const LATER_PAGES = 500;
const FRESH_MS = 2_000;

export class LiveList {
  private readonly requests = new Map<string, RequestRow>();
  private readonly listeners = new Set<() => void>();
  private readonly changedAt = new Map<string, number>();
  private readonly news = new Set<string>();
  private endCursor: string | null = null;
  /** Counts the readings from the top: what an older one brings late is dropped. */
  private reading = 0;
  private current: ListState = { rows: null, asOf: null, hasMore: false, loading: false, error: null, waiting: 0, fresh: new Set() };

  constructor(private readonly options: ListOptions) {}

  readonly state = (): ListState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly request = (id: string): RequestRow | undefined => this.requests.get(id);

  /** Reads the list from its top; what is shown stays until the answer is there. */
  readonly load = async (): Promise<void> => {
    const reading = ++this.reading;
    this.set({ loading: true, error: null });
    await this.fetch(reading, null, FIRST_PAGE, (page) => {
      this.requests.clear();
      this.news.clear();
      this.set({ rows: this.take(page), asOf: page.asOf, waiting: 0, fresh: new Set() });
    });
  };

  /** Reads the next page, if there is one and none is being read. */
  readonly more = async (): Promise<void> => {
    const { hasMore, loading, rows } = this.current;
    if (!hasMore || loading || !rows) return;
    this.set({ loading: true, error: null });
    await this.fetch(this.reading, this.endCursor, LATER_PAGES, (page) => this.set({ rows: [...rows, ...this.take(page)], waiting: this.news.size }));
  };

  /** Shows what waits: newest first, the list is read anew; oldest first, it is gone on with. */
  readonly showNew = (): void => {
    if (!this.current.rows?.length || this.options.orderBy.endsWith('DESC')) return void this.load();
    this.news.clear();
    this.set({ hasMore: true, waiting: 0 });
    void this.more();
  };

  /** What the feed has brought since the last call. */
  readonly apply = (events: readonly RowEvent[]): void => {
    const now = Date.now();
    for (const event of events) {
      const known = this.requests.get(event.requestId);
      if (!known) this.notice(event);
      else if (event.sequence > known.sequence) {
        const { sequence, status, attempt, final, at } = event;
        this.requests.set(known.id, { ...known, sequence, status, attempt, final, updatedAt: at });
        this.changedAt.set(known.id, now);
      }
    }
    if (this.current.rows?.length === 0 && this.news.size > 0 && !this.current.loading) return void this.load();
    this.set({ waiting: this.news.size, fresh: this.freshAt(now) });
  };

  /** No longer marks what has been fresh for long enough. */
  readonly fade = (): void => {
    const fresh = this.freshAt(Date.now());
    if (fresh.size < this.current.fresh.size) this.set({ fresh });
  };

  /** Would the list, read now, show a request that it does not? Ids grow with time, so they tell what is above or below what is loaded. */
  private notice({ requestId, status }: RowEvent): void {
    const { statuses, orderBy } = this.options;
    const { rows, hasMore } = this.current;
    if ((statuses && !statuses.includes(status)) || this.news.size >= MOST_NEW || !rows) return;
    const last = rows.at(-1);
    if (orderBy === 'UPDATED_DESC' || !hasMore || !last || (orderBy === 'CREATED_DESC' && requestId > last.id)) this.news.add(requestId);
  }

  private freshAt(now: number): ReadonlySet<string> {
    for (const [id, at] of this.changedAt) if (now - at >= FRESH_MS) this.changedAt.delete(id);
    return new Set(this.changedAt.keys());
  }

  /** Keeps a page's requests; by UPDATED one may come again: it stays where it is. */
  private take(page: Page): LiveRow[] {
    const added: LiveRow[] = [];
    for (const request of page.rows) {
      const known = this.requests.get(request.id);
      if (!known) added.push({ id: request.id, list: this });
      if (!known || request.sequence > known.sequence) this.requests.set(request.id, request);
      this.news.delete(request.id);
    }
    return added;
  }

  private async fetch(reading: number, after: string | null, first: number, show: (page: Page) => void): Promise<void> {
    try {
      const page = await this.options.page(after, first);
      if (reading !== this.reading) return;
      this.endCursor = page.endCursor;
      show(page);
      this.set({ hasMore: page.hasNextPage, loading: false });
    } catch (error) {
      if (reading === this.reading) this.set({ loading: false, error });
    }
  }

  private set(change: Partial<ListState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}
