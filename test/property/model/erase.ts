import type { EraseInput } from '../calls.ts';
import { ModelError } from './model-error.ts';
import type { State } from './state.ts';

/** Leaves out everything of one child. Nothing is delivered here, so that there are no deliveries to erase. */
export function erase(state: State, { schoolId, childId }: EraseInput) {
  if (!state.schools.some(({ id }) => id === schoolId)) throw new ModelError('school_not_found');
  const isIts = (row: EraseInput) => row.schoolId === schoolId && row.childId === childId;
  const isAbout = (job: State['jobs'][number]) =>
    job.schoolId === schoolId && job.changes.some((change) => change.childId === childId);
  const records = state.places.filter(isIts).length;
  const revisions = state.log.filter(isIts).length;
  const isNothing = records + revisions === 0 && !state.jobs.some(isAbout);
  const isOnRoster = state.children.some((child) => child.schoolId === schoolId && child.id === childId);
  if (isNothing && !isOnRoster) throw new ModelError('child_not_found');
  state.places = state.places.filter((place) => !isIts(place));
  state.log = state.log.filter((entry) => !isIts(entry));
  for (const job of state.jobs.filter(isAbout))
    job.changes = job.changes.filter((change) => change.childId !== childId);
  state.jobs = state.jobs.filter(({ changes }) => changes.length > 0);
  return { records, revisions, deliveries: 0 };
}
