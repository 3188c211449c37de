import type * as z from 'zod';
import { tellingTargets } from '../arguments/telling-rules.ts';
import { attendanceResults } from './attendance.ts';
import { libraryResults } from './library.ts';
import { schemaResult } from './schemas.ts';

const forms: Readonly<Record<string, z.ZodType>> = { ...attendanceResults, ...libraryResults };

/**
 * Functions whose results are taken as they are, with the reasons. Errors and times of these functions are judged
 * nevertheless.
 */
const unjudged: readonly string[] = [
  // Functions for authors of adapters and tests come first. A result contains the input, whatever the types say.
  'rollbook/rules.canonicalId',
  'rollbook.forward',
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
  // The result is pg-boss's own.
  'rollbook/pg-boss.workPgBossQueue',
  // The result is used, and its calls are judged.
  'rollbook.createAttendance',
  // The result is a new emitter. A mark is made to call the listener, and nothing is answered.
  'attendance.events.on',
  'attendance.events.once',
  'attendance.events.off',
];

/** Methods of the port, which no host calls. The results of `Attendance` that are made of their answers are judged. */
const portPrefix = 'repository.';
const schemaPrefix = 'attendance.schemas.';

/**
 * Describes how a result differs from its documented form. Returns `undefined` if the form fits, or if the function has
 * none here. A hostile result may be such that nothing can look at it.
 */
export function judgeResult(name: string, value: unknown): string | undefined {
  try {
    const [issue] = formOf(name)?.safeParse(value).error?.issues ?? [];
    return issue && `answered otherwise than documented: ${placeOf(issue)}: ${issue.message.slice(0, 100)}`;
  } catch {
    return 'answered something that cannot be looked at';
  }
}

/** when nothing says how a function's results are judged, or why not */
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

/** The path of an issue without numbers, so that a breach of many items is one breach. */
function placeOf({ path }: z.core.$ZodIssue): string {
  return path.map((key) => (typeof key === 'number' ? '#' : String(key).slice(0, 50))).join('.');
}
