import { type Attendance, createAttendance, type IdType } from 'rollbook';
import { type ContractFixture, createTestClock, testId } from 'rollbook/testing';
import { createMemoryFixture } from '../../test/contract/memory-fixture.ts';
import { createPostgresStore } from '../../test/contract/postgres-store.ts';
import { type AcceptedMark, checkStore, type ToldChange } from '../check/check-store.ts';
import type { CheckReport } from '../scenario.ts';
import { findForeignWord, inWords } from './compare.ts';
import type { Leaks } from './leaks.ts';
import {
  askerNumbers,
  movers,
  namesake,
  numbersOf,
  schoolNumbers,
  secretOf,
  strangerNumber,
  tenantsRoster,
} from './roster.ts';
import { readRows } from './stored-rows.ts';
import { findWrongSummaries } from './wrong-summaries.ts';

/** Three schools on one repository. */
export interface TenantsStore {
  readonly kind: 'memory' | 'postgres';
  readonly idType: IdType;
  readonly fixture: ContractFixture;
  readonly attendance: Attendance<string, 'am' | 'pm'>;
  /** The number of notifications and events that were looked through. */
  readonly heard: { notifications: number; events: number };
  /** Everything that is stored of the school that asks nothing, as one text. */
  readStranger(): Promise<string>;
  /** Compares the store with the answers, and looks for one school's words and figures at another. */
  check(): Promise<CheckReport>;
  close(): Promise<void>;
}

const idTypes: readonly IdType[] = ['uuid', 'text'];
/**
 * The limit of a call, in milliseconds. A time-out of one of two calls on a busy machine would look like a difference.
 */
const timeoutMs = 60_000;

/** Opens stores of each kind, which have marks, messages, dead letters and a wrong counter. */
export async function openTenants(serverUrl: string, leaks: Leaks): Promise<TenantsStore[]> {
  const stores: TenantsStore[] = [];
  for (const idType of idTypes) {
    const roster = tenantsRoster(idType, { at: 'from' });
    const memory = await createMemoryFixture({ roster, idType, childIdsAreGlobal: false });
    stores.push(await openStore({ kind: 'memory', idType, fixture: memory, leaks, drop: async () => {} }));
    const postgres = await createPostgresStore(serverUrl, 'pool', idType, { timeoutMs });
    const fixture = await postgres.createFixture({ roster, idType, childIdsAreGlobal: false });
    stores.push(await openStore({ kind: 'postgres', idType, fixture, leaks, drop: () => postgres.drop() }));
  }
  return stores;
}

interface Parts extends Pick<TenantsStore, 'kind' | 'idType' | 'fixture'> {
  readonly leaks: Leaks;
  readonly drop: () => Promise<void>;
}

async function openStore({ kind, idType, fixture, leaks, drop }: Parts): Promise<TenantsStore> {
  const { probe } = fixture;
  const searchFor = (where: string, schoolId: string, text: string) => {
    const found = findForeignWord(text, numberOf(schoolId, idType), idType);
    if (found !== undefined) leaks.add(`${kind}: ${where}`, `it holds ${found}: ${text.slice(0, 300)}`);
  };
  const { attendance, accepted, told, heard } = listen(fixture, searchFor);
  const moved = tenantsRoster(idType, { at: 'to' });
  await markEverybody(attendance, idType);
  await attendance.notifications.drain();
  await probe.setRoster(moved);
  // Other schools must not notice that a school has a wrong counter.
  const school = testId('school', strangerNumber, idType);
  const wrong = { schoolId: school, date: '2026-03-02', session: 'am', status: 'late', count: 7 };
  await probe.setDailyCount(wrong);
  void attendance.notifications.start();
  return {
    ...{ kind, idType, fixture, attendance, heard },
    readStranger: async () => {
      const rows = (await readRows(probe)).filter(({ schoolId }) => schoolId === school);
      return rows.map(({ text }) => text).join('\n');
    },
    check: async () => {
      await probe.setDailyCount({ ...wrong, count: 0 });
      await attendance.notifications.stop();
      await attendance.notifications.drain();
      for (const { table, schoolId, text } of await readRows(probe)) searchFor(`rows of ${table}`, schoolId, text);
      for (const what of await findWrongSummaries(attendance, { roster: moved, records: await probe.records() }))
        leaks.add(`${kind}: getDailySummary`, what);
      return checkStore(probe, { accepted, told });
    },
    close: async () => {
      await attendance.close();
      await drop();
    },
  };
}

function numberOf(schoolId: string, idType: IdType): number {
  const found = schoolNumbers.find((number) => testId('school', number, idType) === schoolId);
  if (found === undefined) throw new Error(`nobody has the school id ${schoolId}`);
  return found;
}

type Search = (where: string, schoolId: string, text: string) => void;

/**
 * Makes attendance that notes the marks it stored and the messages to guardians, and looks through both. Some guardians
 * cannot be reached.
 */
function listen({ repository }: ContractFixture, searchFor: Search) {
  const accepted: AcceptedMark[] = [];
  const told: ToldChange[] = [];
  const heard = { notifications: 0, events: 0 };
  const attendance = createAttendance({
    repository,
    clock: createTestClock(),
    sessions: ['am', 'pm'],
    limits: { editableDays: 30 },
    notifier: {
      notify: async (notification) => {
        const { school, guardian, date, session, changes } = notification;
        heard.notifications += 1;
        searchFor('notifications', school.id, inWords(notification));
        if (guardian.id.endsWith('5')) throw Object.assign(new Error('refused'), { permanent: true });
        told.push(...changes.map(({ child, status }) => toldOf(school.id, child.id, { date, session, status })));
      },
    },
  });
  for (const name of eventsOfSchools) {
    attendance.events.on(name, (event) => {
      heard.events += 1;
      if (event.schoolId !== null) searchFor(name, event.schoolId, inWords(event));
    });
  }
  attendance.events.on('attendance.marked', (event) => accepted.push(event));
  attendance.events.on('attendance.cleared', (event) => accepted.push(event));
  attendance.events.on('attendance.bulkMarked', ({ marks }) => accepted.push(...marks));
  return { attendance, accepted, told, heard };
}

/** Events that name a school. */
const eventsOfSchools = [
  'attendance.marked',
  'attendance.cleared',
  'attendance.bulkMarked',
  'attendance.reconciled',
  'notification.delivered',
  'notification.failed',
  'notification.dead',
] as const;

function toldOf(schoolId: string, childId: string, rest: Omit<ToldChange, 'schoolId' | 'childId'>): ToldChange {
  return { schoolId, childId, ...rest };
}

/**
 * Marks the children of both schools that ask, also those who are about to move. Every child is marked twice, so that
 * there is a history. The notes are secret.
 */
async function markEverybody(attendance: TenantsStore['attendance'], idType: IdType): Promise<void> {
  for (const number of askerNumbers) {
    const secret = secretOf(number);
    const leaving = movers.filter(({ from }) => from === number).map((mover) => mover.number);
    const children = [...numbersOf(number), ...leaving, namesake];
    const childIds = children.map((child) => testId('child', child, idType));
    const bulk = {
      schoolId: testId('school', number, idType),
      childIds,
      markedBy: secret,
      note: secret,
      reason: secret,
    };
    for (const status of ['absent', 'present']) await attendance.markBulkAttendance({ ...bulk, status });
  }
}
