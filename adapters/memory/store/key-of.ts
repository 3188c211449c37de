/** One key of several ids. NUL cannot stand in any of them. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join('\0');
}
