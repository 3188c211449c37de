import type { Material, Target, Targets } from '../target.ts';
import { anyIds, anySchool, goodBulk, goodClear, goodMark, today } from './commands.ts';

const parse = (name: string, args: Target['args']): Target => ({
  promised: 'schema',
  share: 1,
  // zod names each key that it does not know, of a million keys too; the library's own calls refuse such a thing unread.
  limitMs: 250,
  args,
  call: (given, { store }) => {
    const schema: unknown = Reflect.get(store.attendance.schemas, name);
    if (typeof schema !== 'object' || schema === null) throw new Error('there is no such schema');
    // The second parameter is zod's own.
    return Reflect.apply(Reflect.get(schema, 'safeParse'), schema, given.slice(0, 1));
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

function dayOf(its: Material) {
  return { schoolId: anySchool(its), date: today, session: 'day' };
}
