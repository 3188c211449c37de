import type { Attendance } from '../../../attendance/attendance.js';
import type { AttendanceOptions } from '../../../attendance/attendance-options.js';
import { createAttendance } from '../../../attendance/create-attendance.js';
import type { IdType } from '../../../domain/ids.js';
import type { ClearAttendanceCommand, MarkAttendanceCommand } from '../../../domain/marks/commands.js';
import type { Child, Roster } from '../../../domain/roster.js';
import type { DefaultStatus } from '../../../domain/status.js';
import type { MarkAttendanceResult } from '../../../use-cases/marks/mark-one.js';
import { createTestClock, type TestClock } from '../../kit/test-clock.js';
import { type ContractGuardians, contractGuardians } from './contract-guardians.js';
import type { ContractFixture, ContractInput, RepositoryContractOptions } from './contract-options.js';
import {
  at,
  type ContractChildren,
  type ContractEnrolments,
  type ContractSchools,
  contractChildren,
  contractEnrolments,
  contractSchools,
} from './contract-roster.js';
import { toRoster } from './to-roster.js';

/** Parts of the day in the contract; `am` is what a command without one means. */
export type ContractSession = 'am' | 'pm';

/** Attendance as the contract's tests use it. */
export type ContractAttendance = Attendance<DefaultStatus, ContractSession, unknown>;

type Options = Pick<AttendanceOptions<DefaultStatus, ContractSession, unknown>, 'limits' | 'notifications'>;
type MarkExtras = Omit<Partial<MarkAttendanceCommand<DefaultStatus, ContractSession>>, 'childId' | 'status'>;
type ClearExtras = Omit<Partial<ClearAttendanceCommand<ContractSession>>, 'childId'>;

/** Everything a contract test works with. */
export interface ContractWorld extends Omit<ContractFixture, 'dispose'> {
  readonly idType: IdType;
  /** The contents that the store was made with. */
  readonly roster: Roster;
  readonly schools: ContractSchools;
  readonly children: ContractChildren;
  readonly enrolments: ContractEnrolments;
  readonly guardians: ContractGuardians;
  /** Stands at noon in Jakarta. */
  readonly clock: TestClock;
  /** The repository in use, writing notification jobs. */
  readonly attendance: ContractAttendance;
  /** The same with other options. */
  attendanceWith(options: Options): ContractAttendance;
  /** Marks one child, of whatever school, by `teacher-1` unless said otherwise. */
  mark(child: Child, status: DefaultStatus, extras?: MarkExtras): Promise<MarkAttendanceResult<DefaultStatus>>;
  /** Clears one child's record, by `teacher-1` unless said otherwise. */
  clear(child: Child, extras?: ClearExtras): Promise<MarkAttendanceResult<DefaultStatus>>;
}

/** Makes a store and what surrounds it. */
export async function createWorld(
  create: RepositoryContractOptions['create'],
  { idType, childIdsAreGlobal }: Omit<ContractInput, 'roster'>,
): Promise<{ world: ContractWorld; dispose: () => Promise<void> }> {
  const schools = contractSchools(idType);
  const children = contractChildren(schools, idType);
  const enrolments = contractEnrolments(children);
  const roster = toRoster(Object.values(schools), Object.values(children), idType, Object.values(enrolments));
  const fixture = await create({ roster, idType, childIdsAreGlobal });
  const clock = createTestClock(at('12:00'));
  const attendanceWith = (options: Options): ContractAttendance =>
    createAttendance({
      repository: fixture.repository,
      clock,
      sessions: ['am', 'pm'],
      notifications: { outbox: true },
      ...options,
    });
  const attendance = attendanceWith({});
  const world: ContractWorld = {
    idType,
    roster,
    schools,
    children,
    enrolments,
    guardians: contractGuardians(children, idType),
    clock,
    attendance,
    attendanceWith,
    repository: fixture.repository,
    probe: fixture.probe,
    transaction: (callback) => fixture.transaction(callback),
    mark: ({ id }, status, extras) =>
      attendance.markAttendance({ childId: id, status, markedBy: 'teacher-1', ...extras }),
    clear: ({ id }, extras) => attendance.clearAttendance({ childId: id, markedBy: 'teacher-1', ...extras }),
  };
  return { world, dispose: () => fixture.dispose() };
}

/** Tests of one subject, by the policy that each one checks. */
export interface ContractTopic {
  readonly name: string;
  /** True (the default) makes the repository with the promise that a child's id is the same child everywhere. */
  readonly childIdsAreGlobal?: boolean;
  readonly tests: Readonly<Record<string, (world: ContractWorld) => Promise<void>>>;
}
