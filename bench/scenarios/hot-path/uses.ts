import type { Pool } from 'pg';
import { type Attendance, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { openPool } from '../../contestants/open-pool.ts';
import { spreadDeck } from '../../load/deck.ts';
import { summarise } from '../../load/summarise.ts';
import { copyDatabase, dropDatabase } from '../../world/copy-world.ts';
import { urlOf } from '../../world/world.ts';
import type { BenchContext, ResultRow, Section } from '../scenario.ts';
import type { Year } from './year.ts';

const jobs = 100_000;
const calls = 20;
const name = 'bench_uses';

/** Measures calls that use an index, with the index and without it. */
export async function measureUses({ server, calendar }: BenchContext, year: Year): Promise<Section> {
  await copyDatabase(server.url, year.name, name);
  const pool = openPool(urlOf(server.url, name), 'rollbook', 4);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool, timeoutMs: 60_000 }),
    clock: calendar,
    notifier: { notify: async () => {} },
  });
  calendar.nextDay();
  await insertJobs(pool);
  const rows = [
    await compare(pool, 'notification_jobs_id', 'process(jobId)', await processing(pool, attendance)),
    await compare(pool, 'children_id', 'a mark that names no school', marking(attendance, year)),
  ];
  await attendance.close();
  await pool.end();
  await dropDatabase(server.url, name);
  return {
    id: 'hot-path-uses',
    title: 'What indexes are for',
    how: `p50 of ${calls} calls, in ms, with the index and after dropping it; ${jobs} jobs wait, and 102,000 children are on the roster.`,
    rows,
  };
}

async function compare(pool: Pool, index: string, what: string, call: () => Promise<unknown>): Promise<ResultRow> {
  const withIndex = await timeCalls(call);
  await pool.query(`drop index attendance.${index}`);
  return { index, call: what, withIndex, without: await timeCalls(call) };
}

async function timeCalls(call: () => Promise<unknown>): Promise<number> {
  const latencies: number[] = [];
  for (let turn = 0; turn < calls; turn += 1) {
    const startedAt = performance.now();
    await call();
    latencies.push(performance.now() - startedAt);
  }
  return summarise(latencies).p50;
}

async function processing(pool: Pool, attendance: Attendance): Promise<() => Promise<unknown>> {
  const { rows } = await pool.query<{ id: string }>(
    'select id::text from attendance.notification_jobs order by random() limit 200',
  );
  const ids = rows.values();
  return () => attendance.notifications.process(ids.next().value?.id ?? '');
}

function marking(attendance: Attendance, { schools }: Year): () => Promise<unknown> {
  const cards = spreadDeck(schools).values();
  return () => {
    const childId = cards.next().value?.childId ?? '';
    return attendance.markAttendance({ childId, status: 'present', markedBy: 'teacher' });
  };
}

/** The jobs are about children who have left the roster, so that nobody is told. */
async function insertJobs(pool: Pool): Promise<void> {
  await pool.query(`insert into attendance.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
    select s.id, gen_random_uuid(), date '2026-03-01', array[gen_random_uuid()], array[date '2026-03-01'], array['day'], timestamptz '2026-03-01 01:00Z'
    from attendance.schools s cross join generate_series(1, ${Math.ceil(jobs / 501)})`);
  await pool.query('vacuum analyze attendance.notification_jobs');
}
