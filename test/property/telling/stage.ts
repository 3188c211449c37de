import type { AttendanceRepository, Roster } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { createPostgresRepository } from 'rollbook/postgres';
import type { PostgresWorld } from '../postgres-world.ts';

/** A store with nothing recorded, whose roster can be replaced. */
export interface Stage {
  readonly repository: AttendanceRepository;
  setRoster(roster: Roster): Promise<void>;
}

export type OpenStage = () => Promise<Stage>;

export async function openMemoryStage(): Promise<Stage> {
  const repository = createMemoryRepository();
  return { repository, setRoster: async (roster) => repository.setRoster(roster) };
}

/** Empties the database. */
export async function openPostgresStage({ pool, empty }: PostgresWorld): Promise<Stage> {
  await empty();
  await pool.query('delete from attendance.deliveries');
  return {
    repository: createPostgresRepository({ pool }),
    setRoster: async ({ schools, children, guardians }) => {
      await pool.query(
        'delete from attendance.schools; delete from attendance.children; delete from attendance.guardians',
      );
      await insert(pool, 'schools (id, name, timezone)', '$1::uuid[], $2::text[], $3::text[]', [
        schools.map(({ id }) => id),
        schools.map(({ name }) => name),
        schools.map(({ timezone }) => timezone),
      ]);
      await insert(pool, 'children (school_id, id, name)', '$1::uuid[], $2::uuid[], $3::text[]', [
        children.map(({ schoolId }) => schoolId),
        children.map(({ id }) => id),
        children.map(({ name }) => name),
      ]);
      await insert(pool, 'guardians (school_id, child_id, id, name, locale, contact)', guardianArrays, [
        guardians.map(({ schoolId }) => schoolId),
        guardians.map(({ childId }) => childId),
        guardians.map(({ id }) => id),
        guardians.map(({ name }) => name),
        guardians.map(({ locale }) => locale),
        guardians.map(({ contact }) => JSON.stringify(contact)),
      ]);
    },
  };
}

const guardianArrays = '$1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[]';

async function insert(pool: PostgresWorld['pool'], into: string, arrays: string, values: unknown[]): Promise<void> {
  await pool.query(`insert into attendance.${into} select * from unnest(${arrays})`, values);
}
