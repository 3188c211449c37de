import type { DefaultStatus } from '../domain/status.js';
import { parseOptions } from '../input/parse-options.js';
import { catalogSchema } from './catalog-schema.js';
import { english } from './english.js';
import { indonesian } from './indonesian.js';
import type { LocaleTexts } from './texts.js';

/** Texts by locale, under canonical BCP 47 tags such as `id` or `zh-Hant`. */
export type Catalog<Status extends string = string, Locale extends string = string> = Readonly<
  Record<Locale, LocaleTexts<Status>>
>;

/** Catalogs that need no second check: they are frozen. */
const defined = new WeakSet<object>();

/**
 * Declares a catalog from nothing; see `extendCatalog` for adding to one. Every locale must have the same statuses.
 * @param locales  By canonical BCP 47 tag. Guardians of other languages get `en`, or the first locale without an `en`.
 * @returns        The same texts, frozen, typed by statuses and locales.
 * @throws {AttendanceError} `invalid_options` when a tag is malformed or not canonical, or a text doesn't fit.
 */
export function defineCatalog<const Status extends string, const Locale extends string>(
  locales: Catalog<Status, Locale>,
): Catalog<Status, Locale> {
  return define(locales);
}

/**
 * The catalog itself when it was defined, else what `defineCatalog` makes of it.
 * @throws {AttendanceError} `invalid_options`, as `defineCatalog` does.
 */
export function checkedCatalog(catalog: unknown): Catalog {
  return isDefined(catalog) ? catalog : define(catalog);
}

/** English and Indonesian, for the default statuses and the sessions `am` and `pm`. */
export const defaultCatalog: Catalog<DefaultStatus, 'en' | 'id'> = defineCatalog({ en: english, id: indonesian });

function isDefined(catalog: unknown): catalog is Catalog {
  return typeof catalog === 'object' && catalog !== null && defined.has(catalog);
}

function define(locales: unknown) {
  const { catalog } = parseOptions(catalogSchema, { catalog: locales });
  const entries = Object.entries(catalog).map(([tag, texts]) => [tag, freeze(texts)]);
  const frozen = Object.freeze(Object.fromEntries(entries));
  defined.add(frozen);
  return frozen;
}

function freeze(texts: LocaleTexts): LocaleTexts {
  return Object.freeze({
    ...texts,
    statuses: Object.freeze({ ...texts.statuses }),
    sessions: Object.freeze({ ...texts.sessions }),
  });
}
