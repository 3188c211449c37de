/** Where and when a mark is recorded, `null` where that isn't known. */
export interface MarkKey {
  readonly schoolId: string | null;
  readonly childId: string;
  readonly date: string | null;
  readonly session: string;
}

/**
 * Finds a mark of the same child, day and session as an earlier one of the same request. Nobody knows which of the two
 * is meant.
 * @returns  The places of the two in the list, from 0; `undefined` when all differ.
 */
export function findRepeatedMark(
  marks: readonly MarkKey[],
): { readonly first: number; readonly second: number } | undefined {
  const seen = new Map<string, number>();
  for (const [second, { schoolId, childId, date, session }] of marks.entries()) {
    if (schoolId === null || date === null) continue;
    const key = [schoolId, childId, date, session].join('\0');
    const first = seen.get(key);
    if (first !== undefined) return { first, second };
    seen.set(key, second);
  }
  return undefined;
}
