import { AttendanceError, isAttendanceError } from 'rollbook';
import { Uses } from './arguments/things.ts';
import { secret } from './hostile-texts.ts';
import { isThrownByInput } from './hostile-things.ts';
import { judgeResult } from './results/judge-result.ts';
import type { Promised } from './target.ts';

/** The end of a call. */
export type Ending = { readonly value: unknown } | { readonly error: unknown };

/** The terms that a call has to keep. */
export interface Terms {
  readonly promised: Promised;
  /**
   * True if only the library asks the store. Then the call has no transaction of the host, and nothing that may seem
   * one.
   */
  readonly isOwnStore: boolean;
  /** The function whose documented form the result has. Left out where a part of the host answers. */
  readonly answers?: string;
}

/**
 * `plugged` is attendance that was created with any options. Errors of the host's own parts, such as a clock, come
 * through.
 */
type Whom = Promised | 'plugged';

/** Describes the promise that a call's end breaks. Returns `undefined` if it keeps all. */
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

/** Judges a thrown value, at which not even `instanceof` may be able to look. */
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
    // Authors get JavaScript's own errors for what their types forbid, and such errors quote the input.
    return promised === 'author' || isOfInput(error) ? undefined : findSecret(error);
  }
  if (!isAttendanceError(error, error.code)) return 'ended with a code that is none';
  const isStoreFault = error.code === 'repository_failed' || error.code === 'repository_unavailable';
  if (isStoreFault && promised === 'host' && isOwnStore)
    return `passed the checks and failed in the store: ${error.code}`;
  return findLeak(error) ?? (promised === 'host' && isOwnStore ? findLeakInCause(error) : undefined);
}

/** True for an error that is no `AttendanceError`, where the function promises none. */
function isExcused(error: unknown, promised: Whom): boolean {
  if (promised === 'host') return false;
  if (promised === 'relay') return error instanceof Error;
  if (isOfInput(error)) return true;
  if (promised === 'plugged') return isFromPart(error);
  if (promised === 'schema') return error instanceof TypeError;
  if (error instanceof Error && error.name === 'DataCloneError') return true;
  return error instanceof TypeError || error instanceof RangeError || isOfBigInt(error);
}

/** JavaScript has a third class of errors for a text that is no integer. */
function isOfBigInt(error: unknown): boolean {
  return error instanceof SyntaxError && error.message.endsWith('to a BigInt');
}

/** True for values that the input itself throws. The library throws nothing but errors. */
function isOfInput(error: unknown): boolean {
  return !(error instanceof Error) || isThrownByInput(error) || error.message.includes('proxy that has been revoked');
}

/** Looks for the secret in texts of the library, zod, the database, Kysely or pg-boss. */
function findSecret(error: unknown): string | undefined {
  if (!(error instanceof Error) || !withoutKeys(error.message).includes(secret)) return undefined;
  return `ended with what repeats what came in: ${describe(error)}`;
}

/** True for an error of a part that is one only at the first look, or of a class in place of a function. */
function isFromPart(error: unknown): boolean {
  return error instanceof TypeError && /^((clock|ids)\b.* is not a function|Class constructor)/.test(error.message);
}

const longestMessage = 1_000;
/** Texts that only a database says, and names of its tables. */
const databaseTalk =
  /\b(select .* from|insert into|update .* set|delete from|relation "|column "|syntax error|invalid input syntax|violates|operator does not|does not exist|pg_|unnest|::\w+|daily_counts|notification_jobs|attendance\.(records|revisions|schools|children|enrolments|guardians|deliveries)|_pkey)/i;

/** Looks at the message and the details, which may not repeat the input, except for the ids that the error is about. */
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

/** Looks at the cause, which is for the host. The cause may repeat the database's text, but not the input. */
function findLeakInCause({ code, cause }: AttendanceError): string | undefined {
  const said = cause instanceof Error ? cause.message : '';
  return said.includes(secret) ? `${code} has a cause that repeats what came in` : undefined;
}

/** Leaves out unknown keys. An error names them on purpose, since the caller has to mend them. */
function withoutKeys(said: string): string {
  return said.replaceAll(/Unrecognized keys?: .*/g, 'Unrecognized keys');
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error} ${String(error).slice(0, 80)}`;
  return `${error.name}: ${error.message.slice(0, 160)} ${whereOf(error)}`;
}

/** The first place of the stack that is in the library itself. */
function whereOf({ stack = '' }: Error): string {
  const places = stack.split('\n').slice(1);
  return (places.find((place) => place.includes('/dist/')) ?? places[0] ?? '').replace(/\(.*\//, '(').trim();
}
