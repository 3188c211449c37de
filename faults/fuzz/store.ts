import { type Attendance, createAttendance, type IdType } from 'rollbook';
import { type ContractFixture, createTestClock, type TestClock } from 'rollbook/testing';
import { createMemoryFixture } from '../../test/contract/memory-fixture.ts';
import { createPostgresStore } from '../../test/contract/postgres-store.ts';
import { type AcceptedMark, checkStore, type ToldChange } from '../check/check-store.ts';
import type { CheckReport } from '../scenario.ts';
import { fuzzRoster } from './roster.ts';

/**
 * The purpose of a store. The marks of `kept` are checked at the end, those of `spent` are deleted on the way, and
 * `bare` is called behind the library's back.
 */
export type Purpose = 'kept' | 'spent' | 'bare';

/** A repository with attendance on it. */
export interface FuzzStore {
  readonly kind: 'memory' | 'postgres';
  readonly purpose: Purpose;
  readonly idType: IdType;
  readonly fixture: ContractFixture;
  readonly attendance: Attendance;
  readonly clock: TestClock;
  check(): Promise<CheckReport>;
  close(): Promise<void>;
}

const purposes: readonly (readonly [Purpose, IdType])[] = [
  ['kept', 'uuid'],
  ['kept', 'text'],
  ['kept', 'bigint'],
  ['spent', 'uuid'],
  ['bare', 'uuid'],
];

/** Opens a store for each purpose and type of ids, in memory or each in a database of its own. */
export async function openStores(kind: FuzzStore['kind'], serverUrl: string): Promise<FuzzStore[]> {
  const stores: FuzzStore[] = [];
  for (const [purpose, idType] of purposes) {
    const roster = fuzzRoster(idType);
    if (kind === 'memory') {
      const fixture = await createMemoryFixture({ roster, idType, childIdsAreGlobal: true });
      stores.push(openStore(kind, purpose, idType, fixture, async () => {}));
    } else {
      const postgres = await createPostgresStore(serverUrl, idType === 'bigint' ? 'kysely' : 'pool', idType);
      const fixture = await postgres.createFixture({ roster, idType, childIdsAreGlobal: true });
      stores.push(openStore(kind, purpose, idType, fixture, () => postgres.drop()));
    }
  }
  return stores;
}

function openStore(
  kind: FuzzStore['kind'],
  purpose: Purpose,
  idType: IdType,
  fixture: ContractFixture,
  drop: () => Promise<void>,
): FuzzStore {
  const accepted: AcceptedMark[] = [];
  const told: ToldChange[] = [];
  const clock = createTestClock();
  const attendance = createAttendance({
    repository: fixture.repository,
    clock,
    notifier: {
      notify: async ({ school, date, session, changes }) => {
        if (purpose === 'spent') throw Object.assign(new Error('refused'), { permanent: changes.length % 2 === 1 });
        for (const { child, status } of changes)
          told.push({ schoolId: school.id, childId: child.id, date, session, status });
      },
    },
    notifications: { pollMs: 60_000, sendTimeoutMs: 1_000 },
  });
  attendance.events.on('attendance.marked', (event) => accepted.push(event));
  attendance.events.on('attendance.cleared', (event) => accepted.push(event));
  attendance.events.on('attendance.bulkMarked', ({ marks }) => accepted.push(...marks));
  return {
    ...{ kind, purpose, idType, fixture, attendance, clock },
    check: async () => {
      await attendance.notifications.drain();
      return checkStore(fixture.probe, { accepted, told });
    },
    close: async () => {
      await attendance.close();
      await drop();
    },
  };
}
