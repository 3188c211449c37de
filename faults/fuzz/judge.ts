import { AttendanceError, isAttendanceError } from 'rollbook';
import { Uses } from './arguments/things.ts';
import { secret } from './hostile-texts.ts';
import { isThrownByInput } from './hostile-things.ts';
import { judgeResult } from './results/judge-result.ts';
import type { Promised } from './target.ts';

/** How a call ended. */
export type Ending = { readonly value: unknown } | { readonly error: unknown };

/** What a call has to keep to. */
export interface Terms {
  readonly promised: Promised;
  /**
   * Whether nothing but the library asks the store: no transaction of the host's, and nothing that may turn out to be
   * one.
   */
  readonly isOwnStore: boolean;
  /** The function whose documented form a result has; left out where a part of the host's answers. */
  readonly answers?: string;
}

/**
 * Attendance that was created with anything: what the host's own parts throw, such as a clock, comes through as it is.
 */
type Whom = Promised | 'plugged';

/** What a call's ending breaks of its promises, in words; `undefined` for one that keeps them. */
export function findBreach(ending: Ending, { promised, isOwnStore, answers }: Terms): string | undefined {
  if ('error' in ending) return judgeError(ending.error, promised, isOwnStore);
  if (ending.value instanceof Uses) return judgeUses(ending.value);
  return answers === undefined ? undefined : judgeResult(answers, ending.value);
}

function judgeUses({ answers, errors }: Uses): string | undefined {
  const judged = [
    ...errors.map((error) => judgeError(error, 'plugged', false)),
    ...answers.map(([name, value]) => judgeResult(name, value)),
  ];
  return judged.find((breach) => breach !== undefined);
}

/** What was thrown may be such that not even `instanceof` can look at it. */
function judgeError(error: unknown, promised: Whom, isOwnStore: boolean): string | undefined {
  try {
    return judgeReadable(error, promised, isOwnStore);
  } catch {
    return promised === 'host' ? 'ended with something that cannot be looked at' : undefined;
  }
}

function judgeReadable(error: unknown, promised: Whom, isOwnStore: boolean): string | undefined {
  if (!(error instanceof AttendanceError)) {
    if (!isExcused(error, promised)) return `ended with no AttendanceError but ${describe(error)}`;
    // Authors get JavaScript's own errors for what their types forbid, and these quote it.
    return promised === 'author' || isOfInput(error) ? undefined : findSecret(error);
  }
  if (!isAttendanceError(error, error.code)) return 'ended with a code that is none';
  const isStoreFault = error.code === 'repository_failed' || error.code === 'repository_unavailable';
  if (isStoreFault && promised === 'host' && isOwnStore)
    return `passed the checks and failed in the store: ${error.code}`;
  return findLeak(error) ?? (promised === 'host' && isOwnStore ? findLeakInCause(error) : undefined);
}

/** What is no `AttendanceError`, and promised to be none. */
function isExcused(error: unknown, promised: Whom): boolean {
  if (promised === 'host') return false;
  if (promised === 'relay') return error instanceof Error;
  if (isOfInput(error)) return true;
  if (promised === 'plugged') return isFromPart(error);
  if (promised === 'schema') return error instanceof TypeError;
  if (error instanceof Error && error.name === 'DataCloneError') return true;
  return error instanceof TypeError || error instanceof RangeError || isOfBigInt(error);
}

/** JavaScript has a third class for what is no integer. */
function isOfBigInt(error: unknown): boolean {
  return error instanceof SyntaxError && error.message.endsWith('to a BigInt');
}

/** What the input itself throws: the library throws nothing but errors. */
function isOfInput(error: unknown): boolean {
  return !(error instanceof Error) || isThrownByInput(error) || error.message.includes('proxy that has been revoked');
}

/** What the library, zod, the database, Kysely or pg-boss has worded. */
function findSecret(error: unknown): string | undefined {
  if (!(error instanceof Error) || !withoutKeys(error.message).includes(secret)) return undefined;
  return `ended with what repeats what came in: ${describe(error)}`;
}

/** What a part comes to that is one only when it is looked at first, or a class where a function is called for. */
function isFromPart(error: unknown): boolean {
  return error instanceof TypeError && /^((clock|ids)\b.* is not a function|Class constructor)/.test(error.message);
}

const longestMessage = 1_000;
/** What only a database says, or what only its tables are called. */
const databaseTalk =
  /\b(select .* from|insert into|update .* set|delete from|relation "|column "|syntax error|invalid input syntax|violates|operator does not|does not exist|pg_|unnest|::\w+|daily_counts|notification_jobs|attendance\.(records|revisions|schools|children|enrolments|guardians|deliveries)|_pkey)/i;

/** Neither may repeat what came in, but for the ids that an error is about. */
function findLeak({ message, details, code }: AttendanceError): string | undefined {
  const told = JSON.stringify(details, (key, value: unknown) => (key === 'childId' || key === 'schoolId' ? '' : value));
  if (message.length > longestMessage) return `${code}: a message of ${message.length} characters`;
  if (told.length > 30 * longestMessage && code !== 'bulk_rejected')
    return `${code}: details of ${told.length} characters`;
  const said = withoutKeys(`${message} ${told}`);
  if (said.includes(secret)) return `${code} repeats what came in: ${said.slice(0, 200)}`;
  if (databaseTalk.test(said)) return `${code} says what the database said: ${said.slice(0, 200)}`;
  return undefined;
}

/** A cause is for the host's eyes, and keeps what the database says; but nothing that came in. */
function findLeakInCause({ code, cause }: AttendanceError): string | undefined {
  const said = cause instanceof Error ? cause.message : '';
  return said.includes(secret) ? `${code} has a cause that repeats what came in` : undefined;
}

/** An unknown key is named on purpose: it is what the caller has to mend. */
function withoutKeys(said: string): string {
  return said.replaceAll(/Unrecognized keys?: .*/g, 'Unrecognized keys');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error} ${String(error).slice(0, 80)}`;
  return `${error.name}: ${error.message.slice(0, 160)} ${whereOf(error)}`;
}

/** The first place in the library itself. */
function whereOf({ stack = '' }: Error): string {
  const places = stack.split('\n').slice(1);
  return (places.find((place) => place.includes('/dist/')) ?? places[0] ?? '').replace(/\(.*\//, '(').trim();
}
