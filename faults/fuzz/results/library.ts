import { AttendanceError, NotifierError } from 'rollbook';
import { ExpectationError } from 'rollbook/testing';
import * as z from 'zod';
import { repositoryTargets } from '../arguments/repository.ts';
import { unsaid } from '../arguments/things.ts';
import { frozen, instant, line, nothing, text, withMethods } from './common.ts';

const repository = withMethods(Object.keys(repositoryTargets));
const attendanceError = z.instanceof(AttendanceError);

/** Two changes, each with a name, status and text of at most 1,000 characters. */
const longestMessage = 10_000;
const message = line
  .max(longestMessage)
  .refine((said) => !unsaid.some((word) => said.includes(word)), 'names who is no part of a message');

const phrases = z.record(z.string(), line);
const texts = z.strictObject({
  ...{ message: line, session: line, at: line, marked: line, corrected: line, cleared: line, unmarked: line },
  ...{ unnamedSchool: line, unnamedChild: line, statuses: frozen(phrases), sessions: frozen(phrases) },
});
const catalog = frozen(z.record(text, frozen(texts)));

const statusName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
const statuses = frozen(z.record(statusName, frozen(z.strictObject({ attended: z.boolean() }))));

const schemas = ['markAttendance', 'markBulkAttendance', 'clearAttendance', 'getRegister', 'getDailySummary'];
const list = z.array(z.unknown());
const roster = z.object({ schools: list, children: list, enrolments: list.optional() });

/**
 * The results of all other functions. Functions of `author` are here if their answer has this form whatever comes in.
 */
export const libraryResults: Readonly<Record<string, z.ZodType>> = {
  'rollbook.defineStatuses': statuses,
  'rollbook.createCommandSchemas': withMethods(schemas.map((name) => `${name}.safeParse`)),
  'rollbook.isAttendanceError': z.boolean(),
  'rollbook.AttendanceError': attendanceError,
  'rollbook.NotifierError': z.instanceof(NotifierError),
  'rollbook.systemClock.now': instant,
  'rollbook.silentLogger.warn': nothing,
  'rollbook/rules.kindOf': z.enum(['marked', 'corrected', 'cleared']),
  'rollbook.isStatusChange': z.boolean(),
  'rollbook/rules.childNotFound': attendanceError,
  'rollbook/rules.repeatedMark': attendanceError,
  'rollbook/rules.schoolNotFound': attendanceError,
  'rollbook/rules.schoolTimezoneInvalid': attendanceError,
  'rollbook/rules.addDays': text,
  'rollbook/rules.schoolDay': text.optional(),
  'rollbook/rules.isInHistory': z.boolean(),
  'rollbook/rules.isLoggedByFirstTry': z.boolean(),
  'rollbook/memory.createMemoryRepository': repository,
  'rollbook/messages.renderNotification': message,
  'rollbook/messages.defineCatalog': catalog,
  'rollbook/messages.extendCatalog': catalog,
  'rollbook/postgres.createPostgresRepository': repository,
  'rollbook/postgres.createMigrationProvider': withMethods(['getMigrations']),
  'rollbook/postgres.migrateToLatest': z.array(z.looseObject({ migrationName: text, status: z.literal('Success') })),
  'rollbook/postgres.migrateDown': z.array(z.looseObject({ migrationName: text, status: z.literal('Success') })),
  'rollbook/pg-boss.createPgBossQueue': withMethods(['enqueue']),
  'pg-boss queue.enqueue': nothing,
  'rollbook/testing.buildRoster': roster,
  'rollbook/testing.sampleRoster': roster,
  'rollbook/testing.ExpectationError': z.instanceof(ExpectationError),
  'rollbook/testing.repositoryContract': nothing,
  'rollbook/testing.createTestClock': withMethods(['now', 'set', 'advance']),
  'test clock.now': instant,
  'test clock.set': nothing,
  'test clock.advance': nothing,
  'rollbook/testing.createRecordingNotifier': withMethods(['notify', 'failNext', 'clear']),
  'recording notifier.notify': nothing,
  'recording notifier.failNext': nothing,
  'recording notifier.clear': nothing,
  'repository.setRoster': nothing,
};
