/** The part of a `pg` client that is needed. */
export interface PgClient {
  query(config: {
    readonly text: string;
    readonly values?: unknown[];
    readonly name?: string;
  }): Promise<{ rows: unknown[] }>;
}

/** The part of a client that a `pg.Pool` lends. */
export interface PgPoolClient extends PgClient {
  release(destroy?: boolean): void;
  on(event: 'error', listener: () => void): unknown;
  removeListener(event: 'error', listener: () => void): unknown;
}

/** The part of a `pg.Pool` that is needed. The figures are for readings of the pool. */
export interface PgPool {
  readonly totalCount?: number;
  readonly idleCount?: number;
  readonly waitingCount?: number;
  connect(): Promise<PgPoolClient>;
  on(event: 'error', listener: () => void): unknown;
  on(event: 'acquire', listener: (client: PgPoolClient) => void): unknown;
}

/** The part of a client inside a host's transaction: `pg`'s client, or anything with its `query(text, values)`. */
export interface QueryClient {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] } | unknown[]>;
}
