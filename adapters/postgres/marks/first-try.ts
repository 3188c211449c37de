/**
 * Whether a record or revision is what an earlier try of a mark has left: all tries of one have the same `recorded_at`.
 * @param mark  The alias of the mark, as SQL; like `row` it has `recorded_at`, `marked_by` and `status`.
 */
export function isTryOf(mark: string, row: string): string {
  return `${row}.recorded_at = ${mark}.recorded_at and ${row}.marked_by = ${mark}.marked_by
                and ${row}.status is not distinct from ${mark}.status`;
}
