import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrateToLatest } from 'rollbook/postgres';
import { createDatabase } from '../../test/support/database.ts';
import { startPostgres } from '../../test/support/postgres-server.ts';

/** A school with its children. */
export interface BenchSchool {
  readonly schoolId: string;
  readonly childIds: readonly string[];
}

/** A real Postgres with fsync on, and schools of 200 children with two guardians each. */
export interface BenchWorld {
  readonly url: string;
  readonly pool: Pool;
  readonly schools: readonly BenchSchool[];
  end(): Promise<void>;
}

/** Starts a server and fills its roster. */
export async function createWorld(schoolCount: number): Promise<BenchWorld> {
  const server = await startPostgres();
  const { url } = await createDatabase(server.url);
  const pool = new Pool({ connectionString: url, max: 10 });
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 1 }) }),
  });
  await migrateToLatest(db);
  await db.destroy();
  await pool.query(
    `insert into attendance.schools (id, name, timezone)
      select gen_random_uuid(), 'School', 'Asia/Jakarta' from generate_series(1, $1)`,
    [schoolCount],
  );
  await pool.query(`insert into attendance.children (school_id, id, name)
    select id, gen_random_uuid(), 'Child' from attendance.schools cross join generate_series(1, 200)`);
  await pool.query(`insert into attendance.guardians (school_id, child_id, id, name, contact)
    select school_id, id, gen_random_uuid(), 'Guardian', '{}' from attendance.children cross join generate_series(1, 2)`);
  await pool.query('analyze');
  const { rows } = await pool.query<{ schoolId: string; childIds: string[] }>(
    'select school_id as "schoolId", array_agg(id::text) as "childIds" from attendance.children group by 1',
  );
  return {
    url,
    pool,
    schools: rows,
    end: async () => {
      await pool.end();
      await server.stop({ immediate: true });
    },
  };
}

/** The value below which `share` of the sorted samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
