import type { Pool } from 'pg';
import { createTestClock } from 'rollbook/testing';
import { withDatabase } from '../database.ts';
import { createDemoAttendance, type DemoAttendance } from '../demo-attendance.ts';
import { counted } from '../format.ts';
import { printProofs } from '../proof.ts';
import { proveCounts, proveNoDuplicates } from '../prove-counts.ts';
import { proveReconciled } from '../prove-reconciled.ts';
import { insertRoster } from './insert-roster.ts';
import { openInJakarta, reconnectInJakarta } from './jakarta.ts';
import { openInJayapura } from './jayapura.ts';
import { createNarrator, MORNING } from './narrator.ts';
import { type DemoSchool, schools, singapore } from './schools.ts';
import { correctInSingapore, openInSingapore } from './singapore.ts';
import { registerTable, summaryTable } from './tables.ts';

/**
 * Plays a morning at three schools, shows what came of it and proves the counts.
 * @returns  Whether every proof holds.
 */
export function runMorning(): Promise<boolean> {
  return withDatabase(async (pool) => {
    await insertRoster(pool, schools);
    for (const school of schools) console.log(introduction(school));
    const clock = createTestClock();
    const attendance = createDemoAttendance(pool, clock, { outbox: true });
    console.log(`\nMonday ${MORNING}. Times are each school's own, → is what rollbook answers.`);
    const narrate = createNarrator(clock);
    await openInJayapura(attendance, narrate);
    await openInSingapore(attendance, narrate);
    await openInJakarta(attendance, narrate);
    await correctInSingapore(attendance, narrate);
    await reconnectInJakarta(attendance, narrate);
    await showDay(attendance);
    await showJobs(pool);
    return printProofs([
      await proveCounts(pool),
      await proveNoDuplicates(pool),
      await proveReconciled(attendance, [{ date: MORNING }]),
    ]);
  });
}

function introduction({ name, city, timezone, children, guardians }: DemoSchool): string {
  const adults = new Set(guardians.map(({ id }) => id)).size;
  return `${name}, ${city} (${timezone}): ${counted(children.length, 'child', 'children')}, ${counted(adults, 'guardian')}.`;
}

async function showDay(attendance: DemoAttendance): Promise<void> {
  const register = await attendance.getRegister({ schoolId: singapore.id });
  console.log(`\nThe register of ${singapore.name}, ${register.date}:\n${registerTable(singapore, register)}`);
  const rows = await Promise.all(
    schools.map(async (school) => ({ school, summary: await attendance.getDailySummary({ schoolId: school.id }) })),
  );
  console.log(`\nThe day's summary:\n${summaryTable(rows)}\n`);
}

async function showJobs(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ jobs: number; children: number }>(
    'select count(*)::int as jobs, sum(cardinality(child_ids))::int as children from attendance.notification_jobs',
  );
  const { jobs, children } = rows[0] ?? { jobs: 0, children: 0 };
  console.log(
    `${counted(jobs, 'notification job')} for ${counted(children, 'change')} of status, written by the marks' own statements.`,
  );
}
