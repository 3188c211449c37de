/** Sorts what a delivery is about by child, then by session. */
export function sortSubjects<Subject extends { readonly childId: string; readonly session: string }>(
  subjects: readonly Subject[],
): Subject[] {
  const keyOf = ({ childId, session }: Subject) => `${childId} ${session}`;
  return subjects.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
