import { readdir, readFile, writeFile } from 'node:fs/promises';
import type {
  AttendanceOperation,
  ClaimRequest,
  DayQuery,
  FanOutRequest,
  PurgeRequest,
  RecordMarksRequest,
} from 'rollbook';
import { expect, test } from 'vitest';
import { toValues } from '../../../adapters/postgres/marks/parameters.ts';
import { recordMarksQuery } from '../../../adapters/postgres/marks/statement.ts';
import type { StatementShape } from '../../../adapters/postgres/marks/statement-shape.ts';
import { reconcileStatement } from '../../../adapters/postgres/registers/count-keeper.ts';
import { dailyFiguresStatement } from '../../../adapters/postgres/registers/daily-figures.ts';
import { historyStatement } from '../../../adapters/postgres/registers/history.ts';
import { registerStatement } from '../../../adapters/postgres/registers/register.ts';
import { eraseStatement } from '../../../adapters/postgres/retention/erase-statement.ts';
import { purgeStatement } from '../../../adapters/postgres/retention/purge.ts';
import { lookStatement } from '../../../adapters/postgres/schema/look.ts';
import { resolveSchema } from '../../../adapters/postgres/schema/schema.ts';
import { behindGate, gateOf } from '../../../adapters/postgres/schema/schema-gate.ts';
import { type Statement, statementOf } from '../../../adapters/postgres/sql/sql.ts';
import { claimStatement } from '../../../adapters/postgres/telling/claim.ts';
import { deadLettersStatement, retryDeadLetterStatement } from '../../../adapters/postgres/telling/dead-letters.ts';
import { fanOutStatement } from '../../../adapters/postgres/telling/fan-out.ts';
import {
  closeJobStatement,
  returnJobsStatement,
  takeJobsStatement,
} from '../../../adapters/postgres/telling/host-queue.ts';
import { renewStatement, settleStatement } from '../../../adapters/postgres/telling/settle.ts';
import { statsStatement } from '../../../adapters/postgres/telling/stats.ts';

const schema = resolveSchema({});
const now = new Date(0);
const id = '00000000-0000-4000-8000-000000000000';
const lockWaitMs = 4_500;
const child = { schoolId: id, childId: id };

function marks(changes: Partial<StatementShape> = {}): Statement {
  const query = recordMarksQuery(schema, {
    schools: 'one',
    single: true,
    mayRepeat: false,
    prepared: true,
    counts: 'inline',
    returning: 'records',
    limitsLockWait: true,
    mayBeRecorded: false,
    ...changes,
  });
  const request: RecordMarksRequest = {
    marks: [],
    onlyUnmarked: false,
    allOrNothing: false,
    now,
    jobIds: [],
    returning: 'records',
    editableDays: null,
    correctDays: 0,
  };
  return statementOf(query, toValues(request, lockWaitMs));
}

const day: DayQuery = { schoolId: id, session: 'day', now };
const fanOut: FanOutRequest = { now, settledBefore: now, silentStatuses: [], maxChildren: 1 };

function purge(changes: Partial<PurgeRequest>): Statement {
  return purgeStatement(schema, { now, correctDays: 0, limit: 100, ...changes });
}

function claim(changes: Partial<ClaimRequest>): Statement {
  return claimStatement(schema, {
    now,
    leaseToken: id,
    leaseMs: 1,
    maxDeliveries: 1,
    maxAttempts: 1,
    silentStatuses: [],
    after: null,
    suspects: false,
    ...changes,
  });
}

/** Each shape of each operation's statement; the empty name is of an operation that has one shape only. */
const shapes: Readonly<Record<AttendanceOperation, Readonly<Record<string, Statement>>>> = {
  recordMarks: {
    lone: marks(),
    'lone-named-school': marks({ schools: 'named' }),
    'lone-any-school': marks({ schools: 'any' }),
    'set-of-one-school': marks({ single: false }),
    'set-of-named-schools': marks({ single: false, schools: 'named' }),
    'set-of-any-schools': marks({ single: false, schools: 'any' }),
    'set-with-repeats': marks({ single: false, mayRepeat: true }),
    'large-set': marks({ single: false, prepared: false }),
    'outcomes-only': marks({ returning: 'outcomes' }),
    'second-try': marks({ mayBeRecorded: true }),
    'lock-wait-of-host': marks({ limitsLockWait: false }),
    'deferred-counts': marks({ counts: 'deferred' }),
  },
  getRegister: {
    school: registerStatement(schema, day),
    class: registerStatement(schema, { ...day, classId: 'A' }),
  },
  getDailyFigures: {
    school: dailyFiguresStatement(schema, day, 'inline'),
    'deferred-counts': dailyFiguresStatement(schema, day, 'deferred'),
    class: dailyFiguresStatement(schema, { ...day, classId: 'A' }, 'inline'),
  },
  getHistory: { '': historyStatement(schema, child) },
  reconcileDailyCounts: {
    school: reconcileStatement(schema, { schoolId: id, date: '1970-01-01' }, lockWaitMs),
    'all-schools': reconcileStatement(schema, { date: '1970-01-01' }, lockWaitMs),
  },
  purge: {
    nothing: purge({}),
    deliveries: purge({ deliveriesBefore: now }),
    revisions: purge({ revisionsBefore: now }),
    both: purge({ deliveriesBefore: now, revisionsBefore: now }),
    'further-stretch': purge({
      after: JSON.stringify({ deliveries: [id, id, '1'], revisions: [id, '1970-01-01', id, 'day', '1'] }),
    }),
  },
  eraseChild: {
    'inline-counts': eraseStatement(schema, child, { counts: 'inline', lockWaitMs }),
    'deferred-counts': eraseStatement(schema, child, { counts: 'deferred', lockWaitMs }),
  },
  ping: { 'inline-counts': lookStatement(schema, 'inline'), 'deferred-counts': lookStatement(schema, 'deferred') },
  'outbox.fanOut': {
    ready: fanOutStatement(schema, fanOut),
    job: fanOutStatement(schema, { ...fanOut, jobId: id }),
  },
  'outbox.claim': {
    schools: claim({}),
    'schools-after': claim({ after: id }),
    job: claim({ jobId: id }),
    suspects: claim({ suspects: true }),
    'suspects-of-job': claim({ suspects: true, jobId: id }),
  },
  'outbox.renew': { '': renewStatement(schema, [], { now, leaseMs: 1, lockWaitMs }) },
  'outbox.settle': { '': settleStatement(schema, [], { now, lockWaitMs }) },
  'outbox.takeJobs': { '': takeJobsStatement(schema, { now, settledBefore: now, againAt: now, maxJobs: 1 }) },
  'outbox.returnJobs': { '': returnJobsStatement(schema, { jobs: [], runAt: now }, lockWaitMs) },
  'outbox.closeJob': { '': closeJobStatement(schema, id, lockWaitMs) },
  'outbox.deadLetters': { '': deadLettersStatement(schema, { limit: 1 }) },
  'outbox.retryDeadLetter': {
    '': retryDeadLetterStatement(schema, { jobId: id, number: 1, revision: 0 }, { now, mayBeDone: false, lockWaitMs }),
  },
  'outbox.stats': { '': statsStatement(schema, now) },
};

const folder = new URL('../../../adapters/postgres/sql/', import.meta.url);
const isToWrite = process.env['WRITE_GOLDEN'] === '1';

const golden = Object.entries(shapes).flatMap(([operation, byName]) =>
  Object.entries(byName).map(([name, statement]) => ({
    file: `${[operation, name].filter(Boolean).join('.')}.sql`,
    sql: render(operation === 'ping' ? statement : behindGate(gateOf(schema), statement)),
  })),
);

test.each(golden)('a statement is the one in its golden file: $file', async ({ file, sql }) => {
  if (isToWrite) await writeFile(new URL(file, folder), sql);
  const written = await readFile(new URL(file, folder), 'utf8').catch(() => `there is no file ${file}\n`);
  expect(sql, 'WRITE_GOLDEN=1 npx vitest run test/unit/postgres/golden-statements.test.ts').toBe(written);
});

test('each golden file has a statement', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'));
  expect(files.toSorted()).toEqual(golden.map(({ file }) => file).toSorted());
});

test('no two shapes have the same statement', () => {
  expect(new Set(golden.map(({ sql }) => sql)).size).toBe(golden.length);
});

/** The statement as it is sent, below the names of its parameters. */
function render({ text, parameters = [] }: Statement): string {
  const names = parameters.map((name, index) => `-- $${index + 1} ${name}\n`).join('');
  return `${names}${text
    .trim()
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')};\n`;
}
