import { parseOptions } from '../input/parse-options.js';
import { catalogSchema } from './catalog-schema.js';
import type { LocaleTexts } from './texts.js';

/** Texts by locale, under canonical BCP 47 tags such as `id` or `zh-Hant`. */
export type Catalog<Status extends string = string, Locale extends string = string> = Readonly<
  Record<Locale, LocaleTexts<Status>>
>;

/** Catalogs that are checked already, and frozen. */
const defined = new WeakSet<object>();

/**
 * Declares a new catalog; `extendCatalog` adds to one. Every locale must have the same statuses.
 * @param locales  By canonical BCP 47 tag. Guardians of another language get `en`, or the first locale when there is
 *                 no `en`.
 * @returns        The same texts, frozen, typed by statuses and locales.
 * @throws {AttendanceError} `invalid_options` when a tag is malformed or not canonical, or a text doesn't fit.
 */
export function defineCatalog<const Status extends string, const Locale extends string>(
  locales: Catalog<Status, Locale>,
): Catalog<Status, Locale> {
  return define(locales);
}

/**
 * Returns the catalog itself when it was defined before, and else defines it.
 * @throws {AttendanceError} `invalid_options`, as `defineCatalog` does.
 */
export function checkedCatalog(catalog: unknown): Catalog {
  return isDefined(catalog) ? catalog : define(catalog);
}

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
