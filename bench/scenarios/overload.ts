import { createAttendance, isAttendanceError } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { openPool } from '../contestants/open-pool.ts';
import { spreadDeck } from '../load/deck.ts';
import { summarise } from '../load/summarise.ts';
import type { BenchContext, Scenario } from './scenario.ts';

const callers = 10_000;
const maxQueued = 5_000;

/** More callers at once than may wait. */
export const measureOverload: Scenario = async (context) => ({
  id: 'overload',
  title: 'Overload',
  how: `${callers} callers at once, \`maxQueued\` ${maxQueued}: what is refused, how long the slowest refusal took (ms, from its own call on), when the last one came (ms, from the first call on), what is in the database then, and by how much the heap had grown when all had been answered (MB, before a collection).`,
  rows: [{ contestant: 'rollbook', ...(await callAtOnce(context)) }],
});

async function callAtOnce({ world, calendar }: BenchContext) {
  calendar.nextDay();
  const pool = openPool(world.url, 'rollbook', 4);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool }),
    clock: calendar,
    notifications: { outbox: true },
    batching: { maxQueued },
  });
  const heapBefore = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  const answers = await Promise.all(
    spreadDeck(world.roster.schools)
      .slice(0, callers)
      .map(async (card) => {
        const calledAt = performance.now();
        const outcome = await attendance
          .markAttendance({ ...card, status: 'present', markedBy: 'teacher' })
          .then(({ outcome }) => outcome, nameError);
        const answeredAt = performance.now();
        return { outcome, ms: answeredAt - calledAt, sinceFirstMs: answeredAt - startedAt };
      }),
  );
  const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;
  const { rows } = await pool.query<{ count: string }>('select count(*) from attendance.records where date = $1', [
    calendar.today,
  ]);
  const connections = pool.totalCount;
  await attendance.close();
  await pool.end();
  const of = (wanted: string) => answers.filter(({ outcome }) => outcome === wanted);
  return {
    accepted: of('recorded').length,
    refused: of('overloaded').length,
    otherwise: answers.length - of('recorded').length - of('overloaded').length,
    stored: Number(rows[0]?.count),
    slowestRefusal: summarise(of('overloaded').map(({ ms }) => ms)).max,
    lastRefusalAfter: summarise(of('overloaded').map(({ sinceFirstMs }) => sinceFirstMs)).max,
    slowestMark: summarise(of('recorded').map(({ ms }) => ms)).max,
    heapMb,
    connections,
  };
}

function nameError(error: unknown): string {
  return isAttendanceError(error) ? error.code : 'another error';
}
