import type { Contestant, OpenContestant } from '../../contestants/contestant.ts';
import { openLean } from '../../contestants/lean.ts';
import { openRepaired } from '../../contestants/repaired.ts';
import { openPatientRollbook } from '../../contestants/rollbook.ts';
import type { SchoolCalendar } from '../../world/school-calendar.ts';
import { type Way, ways } from './ways.ts';

/** One contestant, marking in one way. */
export interface Subject {
  readonly name: string;
  /** The schema of its tables. */
  readonly schema: string;
  readonly contestant: Contestant;
  readonly way: Way;
}

const kinds: readonly { readonly name: string; readonly schema: string; readonly open: OpenContestant }[] = [
  { name: 'rollbook', schema: 'attendance', open: openPatientRollbook(true) },
  { name: 'rollbook, no jobs', schema: 'attendance', open: openPatientRollbook(false) },
  { name: 'lean SQL', schema: 'lean', open: openLean },
  { name: 'V3/V4', schema: 'v3', open: openRepaired },
];

/** Opens every contestant for each way, for as long as `work` takes. */
export async function withSubjects<Result>(
  url: string,
  calendar: SchoolCalendar,
  work: (subjects: readonly Subject[]) => Promise<Result>,
): Promise<Result> {
  const opened: { name: string; schema: string; contestant: Contestant }[] = [];
  try {
    for (const { name, schema, open } of kinds) opened.push({ name, schema, contestant: await open(url, calendar) });
    return await work(opened.flatMap((one) => ways.map((way) => ({ ...one, way }))));
  } finally {
    for (const { contestant } of opened) await contestant.close();
  }
}
