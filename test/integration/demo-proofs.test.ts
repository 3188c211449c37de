import fc from 'fast-check';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrateToLatest } from 'rollbook/postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enrolledOn, planCohorts } from '../../examples/demo/replay/cohorts.ts';
import type { FiguresOfDay, SchoolDay } from '../../examples/demo/replay/figures.ts';
import { replay } from '../../examples/demo/replay/replay.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';

const date = '2018-09-05';
const days: readonly FiguresOfDay[] = [
  { date, schools: [{ school: '01A001', date, enrolled: 9, present: 6, absent: 2, released: 1 }] },
];

describeOnPostgres('the replay of the demo', (server) => {
  let database: TestDatabase;
  let pool: Pool;
  let output: string;

  beforeEach(async () => {
    database = await createDatabase(server.url);
    pool = new Pool({ connectionString: database.url });
    await migrateToLatest(new Kysely({ dialect: new PostgresDialect({ pool }) }));
    output = '';
    vi.spyOn(console, 'log').mockImplementation((line: string) => {
      output += `${line}\n`;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await pool.end();
    await database.drop();
  });

  test('succeeds when every figure is right', async () => {
    expect(await replay(pool, days)).toBe(true);
    expect(output).not.toContain('✗');
  });

  test('fails and lists what differs when counters are wrong', async () => {
    await pool.query(`
      create function attendance.miscount() returns trigger language plpgsql as
        $$ begin new.count := new.count + 1; return new; end $$;
      create trigger miscount before insert on attendance.daily_counts
        for each row when (new.status = 'absent') execute function attendance.miscount()`);

    expect(await replay(pool, days)).toBe(false);

    expect(output).toContain('✗ NOT TRUE: getDailySummary equals the file for 1 school day. 1 difference:');
    expect(output).toContain('01A001, 2018-09-05, absent: summary 3, file 2');
    expect(output).toContain('01A001, 2018-09-05, absent: counted 3, records 2');
    expect(output).toContain('✗ NOT TRUE: reconcileDailyCounts, asked 1 time, finds nothing to repair');
  });

  test('fails when marks are not recorded', async () => {
    await pool.query(`
      create function attendance.lose() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger lose before insert on attendance.records
        for each row when (new.status = 'present') execute function attendance.lose()`);

    expect(await replay(pool, days)).toBe(false);

    expect(output).toContain('3 marks recorded');
    expect(output).toContain('01A001, 2018-09-05, present: summary 0, file 6');
    expect(output).toContain('01A001, 2018-09-05, unmarked: summary 6, file 0');
  });
});

test('as many children are enrolled each day as the figures say, in one span each', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 30 }), (enrolments) => {
      const figures = enrolments.map((enrolled, index) =>
        figuresOf(`2018-10-${String(index + 1).padStart(2, '0')}`, enrolled),
      );
      const cohorts = planCohorts(figures);
      for (const day of figures) expect([...enrolledOn(cohorts, day.date)]).toHaveLength(day.enrolled);

      const children = cohorts.flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, i) => first + i),
      );
      expect(new Set(children).size).toBe(children.length);
    }),
  );
});

function figuresOf(date: string, enrolled: number): SchoolDay {
  return { school: '01A001', date, enrolled, present: enrolled, absent: 0, released: 0 };
}
