import fc from 'fast-check';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Notification, NotifiedChange } from 'rollbook';
import { migrateToLatest } from 'rollbook/postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { playMorning } from '../../../examples/demo/morning/morning.ts';
import { proveMessages } from '../../../examples/demo/morning/prove-messages.ts';
import { proveNothingWaits } from '../../../examples/demo/morning/prove-nothing-waits.ts';
import { enrolledOn, planCohorts } from '../../../examples/demo/replay/cohorts.ts';
import type { FiguresOfDay, SchoolDay } from '../../../examples/demo/replay/figures.ts';
import { replay } from '../../../examples/demo/replay/replay.ts';
import { createDatabase, type TestDatabase } from '../../support/database.ts';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';

const date = '2018-09-05';
const days: readonly FiguresOfDay[] = [
  { date, schools: [{ school: '01A001', date, enrolled: 9, present: 6, absent: 2, released: 1 }] },
];

describeOnPostgres('the demo', (server) => {
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

  test('its replay succeeds when every figure is right', async () => {
    expect(await replay(pool, days)).toBe(true);
    expect(output).not.toContain('✗');
  });

  test('its replay fails and lists what differs when counters are wrong', async () => {
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

  test('its replay fails when marks are not recorded', async () => {
    await pool.query(`
      create function attendance.lose() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger lose before insert on attendance.records
        for each row when (new.status = 'present') execute function attendance.lose()`);

    expect(await replay(pool, days)).toBe(false);

    expect(output).toContain('3 marks recorded');
    expect(output).toContain('01A001, 2018-09-05, present: summary 0, file 6');
    expect(output).toContain('01A001, 2018-09-05, unmarked: summary 6, file 0');
  });

  test('its morning succeeds when guardians know what is recorded', async () => {
    expect(await playMorning(pool)).toBe(true);
    expect(output).not.toContain('NOT TRUE');
  });

  test('its morning fails and lists who was told nothing when deliveries are lost', async () => {
    await pool.query(`
      create function attendance.lose() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger lose before insert on attendance.deliveries for each row execute function attendance.lose()`);

    expect(await playMorning(pool)).toBe(false);

    expect(output).toContain('✗ NOT TRUE: what guardians were last told of a child equals the record');
    expect(output).toContain('Nurul Huda was told nothing of Aisha binte Rahman, recorded is sick');
  });

  test('its morning fails and lists who was told something else when a correction is lost', async () => {
    await pool.query(`
      create function attendance.lose() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger lose before insert on attendance.notification_jobs
        for each row when (new.created_at = '2026-08-24T08:25+08:00') execute function attendance.lose()`);

    expect(await playMorning(pool)).toBe(false);

    expect(output).toContain('Lim Hui Min was told absent of Lim Wei Jie, recorded is late');
  });

  test('its morning fails when something is stored as delivered that nobody sent', async () => {
    await pool.query(`
      create function attendance.pretend() returns trigger language plpgsql as
        $$ begin new.state := 'delivered'; return new; end $$;
      create trigger pretend before insert on attendance.deliveries
        for each row execute function attendance.pretend()`);

    expect(await playMorning(pool)).toBe(false);

    expect(output).toContain('✗ NOT TRUE: 0 messages sent');
    expect(output).toMatch(/-1 is stored as delivered and was not sent$/m);
  });

  test('its morning fails when a dead letter is left', async () => {
    await pool.query(`
      create function attendance.lose() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger lose before update on attendance.guardians for each row execute function attendance.lose()`);

    expect(await playMorning(pool)).toBe(false);

    expect(output).toContain('    dead letters: 1');
    expect(output).toContain('Hendra Santoso was told nothing of Budi Santoso, recorded is sick');
  });

  test('a key that is sent twice, not stored, or corrects what was not told speaks against the messages', async () => {
    const message = { key: 'k-1', notification: notificationOf({ status: 'late', previousStatus: 'absent' }) };

    expect((await proveMessages(pool, [message, message])).differences).toEqual([
      'k-1 was sent again',
      'k-1 was sent and is not stored as delivered',
      'k-1 was sent and is not stored as delivered',
      'k-1 says "previously absent", told was null',
      'k-1 says "previously absent", told was late',
    ]);
  });

  test('a delivery that a worker still holds speaks against nothing being left', async () => {
    await pool.query(`
      insert into attendance.deliveries (school_id, job_id, number, guardian_id, date, child_ids, subject_keys, created_at,
        run_at, lease_token, lease_until)
      values (gen_random_uuid(), gen_random_uuid(), 1, gen_random_uuid(), '2026-08-24', '{}', '{}', now(), now(),
        gen_random_uuid(), now())`);

    expect((await proveNothingWaits(pool)).differences).toEqual(['outstanding deliveries: 1', 'leases: 1']);
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

function notificationOf(change: Pick<NotifiedChange, 'status' | 'previousStatus'>): Notification {
  return {
    id: 'k-1',
    kind: 'corrected',
    school: { id: 's', name: 'TK Melati', timezone: 'Asia/Jakarta' },
    guardian: { id: 'g', name: 'Ibu Sri', locale: 'id', contact: null },
    date: '2026-08-24',
    session: 'day',
    changes: [
      { child: { id: 'c', name: 'Budi' }, session: 'day', occurredAt: new Date(0), markedBy: 'Ibu Sari', ...change },
    ],
  };
}
