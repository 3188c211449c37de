import type { Material, Target, Targets } from '../target.ts';
import { anyIds, anySchool, goodBulk, goodClear, goodMark, today } from './commands.ts';

/**
 * In milliseconds, for one form. zod names each key that it does not know, even if there are a million. The library's
 * own calls refuse such an object unread. A bulk has two forms and is compared with both.
 */
const limitMs = 250;

const parse = (name: string, args: Target['args']): Target => ({
  promised: 'schema',
  weight: 1,
  limitMs: name === 'markBulkAttendance' ? 2 * limitMs : limitMs,
  args,
  call: (given, { store }) => {
    const schema: unknown = Reflect.get(store.attendance.schemas, name);
    if (typeof schema !== 'object' || schema === null) throw new Error('there is no such schema');
    // The second parameter is zod's own.
    const result: unknown = Reflect.apply(Reflect.get(schema, 'safeParse'), schema, given.slice(0, 1));
    // zod makes the text of an issue when it is asked, and then reads the input once more.
    return readAll(result, ['success', 'data', 'error']);
  },
});

const inputs: Readonly<Record<string, Target['args']>> = {
  markAttendance: (its) => [goodMark(its)],
  oneStatus: (its) => [goodBulk(its)],
  statusPerChild: (its) => [goodBulk(its)],
  markBulkAttendance: (its) => [goodBulk(its)],
  clearAttendance: (its) => [goodClear(its)],
  getRegister: (its) => [dayOf(its)],
  getDailySummary: (its) => [dayOf(its)],
  getHistory: (its) => [{ ...anyIds(its), from: today, to: today }],
  reconcileDailyCounts: (its) => [{ schoolId: anySchool(its), date: today }],
  purge: () => [{ deliveriesBefore: new Date(0), revisionsBefore: today }],
  eraseChild: (its) => [anyIds(its)],
};

/** `safeParse` of every schema of `attendance.schemas`. */
export const schemaTargets: Targets = Object.fromEntries(
  Object.entries(inputs).map(([name, args]) => [`schemas.${name}`, parse(name, args)]),
);

function readAll(result: unknown, keys: readonly string[]): unknown {
  if (typeof result !== 'object' || result === null) return result;
  return Object.fromEntries(keys.map((key) => [key, Reflect.get(result, key)]));
}

function dayOf(its: Material) {
  return { schoolId: anySchool(its), date: today, session: 'day' };
}
