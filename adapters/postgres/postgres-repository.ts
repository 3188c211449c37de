import * as z from 'zod';
import {
  AttendanceError,
  type AttendanceRepository,
  type ObservableRepository,
  parseOptions,
  type TimeLimitedRepository,
} from '../../src/index.js';
import { canonicalId } from '../../src/rules/index.js';
import { rememberAccess } from './connection/access.js';
import type { PgPool } from './connection/clients.js';
import { createExecute } from './connection/execute.js';
import { createKyselyRunner, type KyselyInstance } from './connection/kysely-runner.js';
import { createPoolRunner, readPool } from './connection/pool-runner.js';
import { PreparedNames } from './connection/prepared-names.js';
import { StatementWatch } from './connection/statement-watch.js';
import type { PostgresTransaction } from './connection/transaction-runner.js';
import { createMarkStore } from './marks/mark-store.js';
import { createCountKeeper } from './registers/count-keeper.js';
import { createRegisterReader } from './registers/register-reader.js';
import { createRetentionStore } from './retention/retention-store.js';
import { type LookRow, lookStatement } from './schema/look.js';
import { resolveSchema, type SchemaOptions, schemaOptions } from './schema/schema.js';
import { findFault } from './schema/schema-fault.js';
import { createSchemaGate } from './schema/schema-gate.js';
import { createOutbox } from './telling/outbox.js';

/** Options of a repository on Postgres: the database (`pool` or `db`), and the use of it. */
export type PostgresRepositoryOptions = SchemaOptions & {
  /** `'deferred'` leaves the counters to `reconcileDailyCounts`. Default `'inline'`: each mark moves them. */
  readonly counts?: 'inline' | 'deferred';
  /**
   * Says if a child's id names the same child at every school, so that marks may leave the school out. Default true for
   * uuids, else false.
   */
  readonly childIdsAreGlobal?: boolean;
  /**
   * Names statements, so that a connection plans them once. Default true. Must be false behind PgBouncer before 1.21.
   */
  readonly preparedStatements?: boolean;
  /** The longest a call may take, waiting for a connection and retries included, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
} & ({ readonly pool: PgPool; readonly db?: undefined } | { readonly db: KyselyInstance; readonly pool?: undefined });

/** A repository on Postgres, which reports what it sends, and says how long a call may take. */
export interface PostgresRepository
  extends AttendanceRepository<PostgresTransaction>,
    ObservableRepository,
    TimeLimitedRepository {}

/**
 * Creates a repository on Postgres 15 to 18. The pool or Kysely instance stays the host's: it is never ended.
 * Run `migrateToLatest` first.
 * @throws {AttendanceError} `invalid_options` for an option that doesn't fit.
 */
export function createPostgresRepository(options: PostgresRepositoryOptions): PostgresRepository {
  const { counts, childIdsAreGlobal, preparedStatements, timeoutMs, pool, db, ...where } = parseOptions(
    optionsSchema,
    options,
  );
  const schema = resolveSchema(where);
  const watch = new StatementWatch();
  const runner = createRunner({ pool, db });
  const isPrepared = preparedStatements && pool !== undefined;
  const execute = createExecute({
    runner,
    timeoutMs,
    watch,
    gate: createSchemaGate(schema, counts),
    ...(isPrepared && { names: new PreparedNames() }),
  });
  const look = createExecute({ runner, timeoutMs, watch });
  const repository: PostgresRepository = {
    timeoutMs,
    childIdsAreGlobal: childIdsAreGlobal ?? schema.idType === 'uuid',
    onStatement: (listener) => watch.onStatement(listener),
    readPool: () => readPool(pool),
    canonicalId: (id) => canonicalId(id, schema.idType),
    ...createMarkStore(execute, schema, { counts, preparedStatements: isPrepared }),
    ...createRegisterReader(execute, schema, counts),
    ...createCountKeeper(execute, schema),
    ...createRetentionStore(execute, schema, counts),
    outbox: createOutbox(execute, schema),
    ping: async (callOptions) => {
      const {
        rows: [row],
      } = await look<LookRow>('ping', () => lookStatement(schema, counts), callOptions);
      const fault = row && findFault(row, schema);
      if (fault) throw fault;
    },
  };
  return rememberAccess(repository, { execute, schema });
}

const hasMethod = (name: string) => (value: unknown) =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';

const optionsSchema = schemaOptions
  .extend({
    counts: z.enum(['inline', 'deferred']).default('inline'),
    childIdsAreGlobal: z.boolean().optional(),
    preparedStatements: z.boolean().default(true),
    timeoutMs: z.number().positive().max(2_147_483_647).default(5_000),
    pool: z
      .custom<PgPool>((value) => hasMethod('connect')(value) && hasMethod('on')(value), 'must be a pg.Pool')
      .optional(),
    db: z.custom<KyselyInstance>(hasMethod('connection'), 'must be a Kysely instance').optional(),
  })
  .refine(({ pool, db }) => Boolean(pool) !== Boolean(db), { path: ['pool'], error: 'give either pool or db' });

function createRunner({ pool, db }: { readonly pool?: PgPool | undefined; readonly db?: KyselyInstance | undefined }) {
  if (pool) return createPoolRunner(pool);
  if (db) return createKyselyRunner(db);
  throw new AttendanceError('invalid_options', 'give either pool or db', { option: 'pool' });
}
