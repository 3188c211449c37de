/** The ids of a repository. */
export interface IdFormat {
  /** Says if a child's id names the same child at every school. Only then may a mark leave its school out. */
  readonly childIdsAreGlobal: boolean;

  /**
   * Spells an id as the store compares it: `A0EE…` and `a0ee…` are one uuid, `007` and `7` one bigint.
   * @returns `undefined` when `id` is no id of the store's type.
   */
  canonicalId(id: string): string | undefined;
}
