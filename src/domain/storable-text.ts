/** Whether a store can keep `text` as it is: Postgres has no NUL, and UTF-8 cannot encode a lone surrogate. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
