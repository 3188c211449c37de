import type { LocaleTexts } from './texts.js';

/** The longest tag that is read, in UTF-16 units. By RFC 5646 there must be room for 35. */
const longestTag = 255;

/** The locale that a message is written in. */
export interface FoundLocale {
  readonly texts: LocaleTexts;
  /** The locale of days and times, such as the guardian's `en-GB` where the texts are those of `en`. */
  readonly tag: string;
}

/**
 * Writes a language tag as BCP 47 does: `id-ID` for `ID_id`, and `id` for its old code `in`.
 * @returns  `undefined` for `null`, and for a malformed tag.
 */
export function canonicalTag(tag: string | null): string | undefined {
  if (tag === null || tag.length > longestTag) return undefined;
  try {
    return Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/**
 * Finds the locale to write in, by the lookup of RFC 4647. Each wanted tag is shortened from its end until the catalog
 * has it (`zh-Hant-TW`, `zh-Hant`, `zh`). Malformed tags are passed over.
 * @param wanted   BCP 47, in order of preference; case and `_` for `-` don't matter, and `in` is `id`.
 * @param catalog  By canonical tag, at least one locale.
 * @returns        Without any match `en`, or the first locale when there is no `en`.
 */
export function lookupLocale(
  wanted: readonly (string | null)[],
  catalog: Readonly<Record<string, LocaleTexts>>,
): FoundLocale {
  const entries = Object.entries(catalog);
  const locales = new Map(entries);
  for (const tag of wanted.map(canonicalTag)) {
    if (tag === undefined) continue;
    const texts = shortened(tag)
      .map((range) => locales.get(range))
      .find((found) => found !== undefined);
    if (texts) return { texts, tag: new Intl.Locale(tag).baseName };
  }
  const [tag, texts] = entries.reduce((first, entry) => (entry[0] === 'en' ? entry : first));
  return { texts, tag };
}

/** Lists the tag, then the tag without its last subtag, and so on; none that ends in a singleton such as `-u`. */
function shortened(tag: string): string[] {
  const subtags = tag.split('-');
  const ends = subtags.map((_, index) => subtags.length - index);
  return ends.filter((end) => subtags[end - 1]?.length !== 1).map((end) => subtags.slice(0, end).join('-'));
}
