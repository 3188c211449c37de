import { latest, type State } from './state.ts';

export interface Count {
  schoolId: string;
  date: string;
  session: string;
  status: string;
  count: number;
}

/** Every counter that is not 0: the records recounted, and what drifted since the last reconciliation. */
export function countsOf(state: State): Count[] {
  return merge([...recount(state), ...state.drift.map(({ by, ...key }) => ({ ...key, count: by }))]);
}

/** What the records say. */
function recount(state: State): Count[] {
  return merge(
    state.places.flatMap((place) => {
      const { schoolId, date, session } = place;
      const { status } = latest(place);
      return status === null ? [] : [{ schoolId, date, session, status, count: 1 }];
    }),
  );
}

function merge(counts: readonly Count[]): Count[] {
  const merged: Count[] = [];
  for (const count of counts) {
    const same = merged.find((other) => isSame(other, count));
    if (same) same.count += count.count;
    else merged.push({ ...count });
  }
  return merged.filter(({ count }) => count !== 0);
}

/** What a reconciliation finds, by school, session and status. */
export function differencesOf(state: State, date: string, schoolId: string | undefined) {
  const counted = countsOf(state);
  const actual = recount(state);
  const isAsked = (count: Count) => count.date === date && (schoolId === undefined || count.schoolId === schoolId);
  const keys = [...actual, ...counted.filter((count) => !actual.some((other) => isSame(other, count)))].filter(isAsked);
  return keys
    .map((key) => ({
      schoolId: key.schoolId,
      session: key.session,
      status: key.status,
      counted: counted.find((count) => isSame(count, key))?.count ?? 0,
      actual: actual.find((count) => isSame(count, key))?.count ?? 0,
    }))
    .filter((difference) => difference.counted !== difference.actual)
    .sort((a, b) => compare(a.schoolId, b.schoolId) || compare(a.session, b.session) || compare(a.status, b.status));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function isSame(a: Omit<Count, 'count'>, b: Omit<Count, 'count'>): boolean {
  return a.schoolId === b.schoolId && a.date === b.date && a.session === b.session && a.status === b.status;
}
