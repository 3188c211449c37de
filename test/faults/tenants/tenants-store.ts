import { type Attendance, createAttendance, type IdType } from 'rollbook';
import { type ContractFixture, createTestClock, type StoreProbe, testId } from 'rollbook/testing';
import { createMemoryFixture } from '../../contract/memory-fixture.ts';
import { createPostgresStore } from '../../contract/postgres-store.ts';
import { type AcceptedMark, checkStore, type ToldChange } from '../check/check-store.ts';
import type { CheckReport } from '../scenario.ts';
import { numbersOf, secretOf, tenantsRoster } from './roster.ts';

/** Three schools on one repository. */
export interface TenantsStore {
  readonly kind: 'memory' | 'postgres';
  readonly idType: IdType;
  readonly fixture: ContractFixture;
  readonly attendance: Attendance<string, 'am' | 'pm'>;
  /** Everything stored of schools but one, as one text. */
  readOthers(school: number): Promise<string>;
  check(): Promise<CheckReport>;
  close(): Promise<void>;
}

const idTypes: readonly IdType[] = ['uuid', 'text'];

/** Opens stores of each kind, with marks, messages, dead letters and a wrong counter in them. */
export async function openTenants(serverUrl: string): Promise<TenantsStore[]> {
  const stores: TenantsStore[] = [];
  for (const idType of idTypes) {
    const roster = tenantsRoster(idType);
    const memory = await createMemoryFixture({ roster, idType });
    stores.push(await openStore({ kind: 'memory', idType, fixture: memory, drop: async () => {} }));
    const postgres = await createPostgresStore(serverUrl, 'pool', idType);
    const fixture = await postgres.createFixture({ roster, idType });
    stores.push(await openStore({ kind: 'postgres', idType, fixture, drop: () => postgres.drop() }));
  }
  return stores;
}

interface Parts extends Pick<TenantsStore, 'kind' | 'idType' | 'fixture'> {
  readonly drop: () => Promise<void>;
}

async function openStore({ kind, idType, fixture, drop }: Parts): Promise<TenantsStore> {
  const { attendance, accepted, told } = listen(fixture);
  await markEverybody(attendance, idType);
  await attendance.notifications.drain();
  // A counter that is wrong is its school's own business.
  const school = testId('school', 3, idType);
  const wrong = { schoolId: school, date: '2026-03-02', session: 'am', status: 'late', count: 7 };
  await fixture.probe.setDailyCount(wrong);
  return {
    ...{ kind, idType, fixture, attendance },
    readOthers: (number) => readOthers(fixture.probe, testId('school', number, idType)),
    check: async () => {
      await fixture.probe.setDailyCount({ ...wrong, count: 0 });
      await attendance.notifications.drain();
      return checkStore(fixture.probe, { accepted, told });
    },
    close: async () => {
      await attendance.close();
      await drop();
    },
  };
}

/** Attendance that remembers what it said it stored, and what guardians were told. Some guardians can't be reached. */
function listen({ repository }: ContractFixture) {
  const accepted: AcceptedMark[] = [];
  const told: ToldChange[] = [];
  const attendance = createAttendance({
    repository,
    clock: createTestClock(),
    sessions: ['am', 'pm'],
    limits: { editableDays: 30 },
    notifier: {
      notify: async ({ school, guardian, date, session, changes }) => {
        if (guardian.id.endsWith('5')) throw Object.assign(new Error('refused'), { permanent: true });
        told.push(...changes.map(({ child, status }) => toldOf(school.id, child.id, { date, session, status })));
      },
    },
  });
  attendance.events.on('attendance.marked', (event) => accepted.push(event));
  attendance.events.on('attendance.cleared', (event) => accepted.push(event));
  attendance.events.on('attendance.bulkMarked', ({ marks }) => accepted.push(...marks));
  return { attendance, accepted, told };
}

function toldOf(schoolId: string, childId: string, rest: Omit<ToldChange, 'schoolId' | 'childId'>): ToldChange {
  return { schoolId, childId, ...rest };
}

/** Marks the children of both schools that ask, twice, so that there is a history, with notes that nobody else must read. */
async function markEverybody(attendance: TenantsStore['attendance'], idType: IdType): Promise<void> {
  for (const number of [1, 2]) {
    const secret = secretOf(number);
    const childIds = numbersOf(number).map((child) => testId('child', child, idType));
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

async function readOthers(probe: StoreProbe, ownId: string): Promise<string> {
  const tables = [
    await probe.records(),
    await probe.revisions(),
    await probe.dailyCounts(),
    await probe.notificationJobs(),
    await probe.deliveries(),
  ];
  const rows = tables.flatMap((table) => table.filter(({ schoolId }) => schoolId !== ownId));
  const texts = rows.map((row) => JSON.stringify(row));
  return texts.sort().join('\n');
}
