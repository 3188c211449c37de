/** The outcome of each mark. */
export function outcomesOf(results: readonly { readonly outcome: string }[]): string[] {
  return results.map(({ outcome }) => outcome);
}

/** The child of each row. */
export function childIdsOf(rows: readonly { readonly childId: string }[]): string[] {
  return rows.map(({ childId }) => childId);
}
