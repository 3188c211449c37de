import type * as z from 'zod';
import { tellingTargets } from '../arguments/telling-rules.ts';
import { attendanceResults } from './attendance.ts';
import { libraryResults } from './library.ts';
import { schemaResult } from './schemas.ts';

const forms: Readonly<Record<string, z.ZodType>> = { ...attendanceResults, ...libraryResults };

/**
 * Functions whose results are taken as they are, and why. Their errors, and how long they take, are judged all the
 * same.
 */
const unjudged: readonly string[] = [
  // For authors of adapters and tests: what comes back holds what came in, whatever the types say.
  'rollbook.canonicalId',
  'rollbook.parseOptions',
  'rollbook/rules.admitMark',
  'rollbook/rules.applyMark',
  'rollbook/rules.decideMark',
  'rollbook/rules.enrolmentOn',
  'rollbook/rules.isEnrolledOn',
  'rollbook/rules.findRepeatedMark',
  'rollbook/rules.nextRevisionId',
  ...Object.keys(tellingTargets),
  'rollbook/testing.testId',
  'rollbook/testing.buildSchool',
  'rollbook/testing.buildChild',
  'rollbook/testing.buildEnrolment',
  'rollbook/testing.buildGuardian',
  // What pg-boss answers.
  'rollbook/pg-boss.workPgBossQueue',
  // What is made is used, and what comes of that is judged.
  'rollbook.createAttendance',
  // A new emitter's: a mark is made to call the listener, and nothing is answered.
  'attendance.events.on',
  'attendance.events.once',
  'attendance.events.off',
];

/** Of the port, which no host calls: its answers are judged as the ones of `Attendance` that are made of them. */
const portPrefix = 'repository.';
const schemaPrefix = 'attendance.schemas.';

/**
 * What is wrong with a result, in words; `undefined` for one of the documented form, or of a function without one here.
 * A hostile result may be such that nothing can look at it.
 */
export function judgeResult(name: string, value: unknown): string | undefined {
  try {
    const [issue] = formOf(name)?.safeParse(value).error?.issues ?? [];
    return issue && `answered otherwise than documented: ${placeOf(issue)}: ${issue.message.slice(0, 100)}`;
  } catch {
    return 'answered something that cannot be looked at';
  }
}

/** @throws {Error} when it is not said how a function's results are judged, or whether */
export function requireJudgements(names: readonly string[]): void {
  const isSaid = (name: string) => formOf(name) || unjudged.includes(name) || name.startsWith(portPrefix);
  const unsaid = names.filter((name) => !isSaid(name));
  const gone = [...Object.keys(forms), ...unjudged].filter((name) => !names.includes(name));
  if (unsaid.length > 0) throw new Error(`nobody says what these answer: ${unsaid.join(', ')}`);
  if (gone.length > 0) throw new Error(`results of functions that are gone: ${gone.join(', ')}`);
}

function formOf(name: string): z.ZodType | undefined {
  return name.startsWith(schemaPrefix) ? schemaResult : forms[name];
}

/** Without numbers, so that a breach of many items is one. */
function placeOf({ path }: z.core.$ZodIssue): string {
  return path.map((key) => (typeof key === 'number' ? '#' : String(key).slice(0, 50))).join('.');
}
