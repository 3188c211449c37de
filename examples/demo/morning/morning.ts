import type { Pool } from 'pg';
import { createTestClock } from 'rollbook/testing';
import { withDatabase } from '../database.ts';
import { createDemoAttendance, type DemoAttendance } from '../demo-attendance.ts';
import { counted } from '../format.ts';
import { type Proof, printProofs } from '../proof.ts';
import { proveCounts, proveNoDuplicates } from '../prove-counts.ts';
import { proveReconciled } from '../prove-reconciled.ts';
import { resendInJakarta } from './dead-letters.ts';
import { insertRoster } from './insert-roster.ts';
import { openInJakarta, reconnectInJakarta } from './jakarta.ts';
import { openInJayapura } from './jayapura.ts';
import { createNarrator, MORNING, type Narrate } from './narrator.ts';
import { proveAllTold } from './prove-all-told.ts';
import { proveMessages } from './prove-messages.ts';
import { proveNothingWaits } from './prove-nothing-waits.ts';
import { createProvider, type SentMessage } from './provider.ts';
import { type DemoSchool, schools, singapore } from './schools.ts';
import { correctInSingapore, openInSingapore } from './singapore.ts';
import { registerTable, summaryTable } from './tables.ts';
import { SETTLE_MS, tellBy, untilTold } from './telling.ts';

/**
 * Plays a morning at three schools in a database of its own.
 * @returns  Whether every proof holds.
 */
export function runMorning(): Promise<boolean> {
  return withDatabase(playMorning);
}

/**
 * Plays the morning on an empty database with rollbook's tables, and shows the results. Proves that the counts are
 * right and that guardians know what is recorded.
 * @returns  Whether every proof holds.
 */
export async function playMorning(pool: Pool): Promise<boolean> {
  await insertRoster(pool, schools);
  for (const school of schools) console.log(introduction(school));
  const clock = createTestClock();
  const provider = createProvider();
  const attendance = createDemoAttendance(pool, clock, tellBy(provider));
  try {
    await attendance.notifications.start();
    const catchUp = async () => {
      await untilTold(attendance);
      provider.printNews();
    };
    await tellMorning(attendance, createNarrator(clock, catchUp), pool);
    clock.advance(SETTLE_MS);
    await catchUp();
    await attendance.notifications.stop();
    await showDay(attendance);
    return printProofs(await proveMorning(pool, attendance, provider.sent));
  } finally {
    await attendance.close();
  }
}

async function tellMorning(attendance: DemoAttendance, narrate: Narrate, pool: Pool): Promise<void> {
  console.log(
    `\nMonday ${MORNING}. Times are each school's own, → is what rollbook answers. Guardians are told of all`,
  );
  console.log('but present, two minutes after a mark: # is the idempotency key, ✗ an attempt that failed.');
  await openInJayapura(attendance, narrate);
  await openInSingapore(attendance, narrate);
  await openInJakarta(attendance, narrate);
  await correctInSingapore(attendance, narrate);
  await reconnectInJakarta(attendance, narrate);
  await resendInJakarta(attendance, narrate, pool);
}

async function proveMorning(pool: Pool, attendance: DemoAttendance, sent: readonly SentMessage[]): Promise<Proof[]> {
  return [
    await proveCounts(pool),
    await proveNoDuplicates(pool),
    await proveReconciled(attendance, [{ date: MORNING }]),
    await proveAllTold(pool, sent),
    await proveMessages(pool, sent),
    await proveNothingWaits(pool),
  ];
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
