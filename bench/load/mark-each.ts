import type { ChildMark, Contestant } from '../contestants/contestant.ts';

/** Marks every child once; each of the callers takes the next one as soon as the last one is marked. */
export async function markEach(contestant: Contestant, marks: readonly ChildMark[], callers: number): Promise<void> {
  const rest = marks.values();
  const call = async () => {
    for (const mark of rest) await contestant.mark(mark);
  };
  await Promise.all(Array.from({ length: callers }, call));
}
