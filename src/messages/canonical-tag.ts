/** RFC 5646 asks for room for 35. */
const longestTag = 255;

/**
 * A language tag as BCP 47 writes it: `id-ID` for `ID_id`, and `id` for its old code `in`.
 * @returns  `undefined` when there is none, or a malformed one.
 */
export function canonicalTag(tag: string | null): string | undefined {
  if (tag === null || tag.length > longestTag) return undefined;
  try {
    return Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}
