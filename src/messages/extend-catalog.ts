import { invalidOption, parseOptions } from '../input/parse-options.js';
import { type Catalog, checkedCatalog, defineCatalog } from './catalog.js';
import { extensionSchema } from './catalog-schema.js';
import type { LocaleTexts } from './texts.js';

/** Additions to a catalog. */
export interface CatalogExtension<
  Status extends string,
  Locale extends string,
  NewStatus extends string,
  NewLocale extends string,
> {
  /** Phrases by status and locale, for every locale that is not in `locales`. A known status gets other words. */
  readonly statuses?: Readonly<Record<NewStatus, Readonly<Record<Exclude<Locale, NoInfer<NewLocale>>, string>>>>;
  /** Phrases by session and locale, such as `evening`. */
  readonly sessions?: Readonly<Record<string, Readonly<Partial<Record<Locale | NoInfer<NewLocale>, string>>>>>;
  /** Whole locales, with every status. A locale whose tag the catalog has replaces the catalog's. */
  readonly locales?: Readonly<Record<NewLocale, LocaleTexts<NoInfer<Status | NewStatus>>>>;
}

/**
 * Adds statuses, sessions and locales to a catalog. The type checker demands that they are complete.
 * @returns  A new catalog; the given one stays as it is.
 * @throws {AttendanceError} `invalid_options` when a phrase is for a locale that neither has, or as `defineCatalog`.
 */
export function extendCatalog<
  Status extends string,
  Locale extends string,
  const NewStatus extends string = never,
  const NewLocale extends string = never,
>(
  catalog: Catalog<Status, Locale>,
  extension: CatalogExtension<Status, Locale, NewStatus, NewLocale>,
): Catalog<Status | NewStatus, Locale | NewLocale> {
  const { statuses = {}, sessions = {}, locales = {} } = parseOptions(extensionSchema, extension);
  const all = { ...checkedCatalog(catalog), ...checkedLocales(locales) };
  checkTags({ statuses, sessions }, all);
  const extended = Object.entries(all).map(([tag, texts]) => [
    tag,
    {
      ...texts,
      statuses: { ...texts.statuses, ...phrasesOf(tag, statuses) },
      sessions: { ...texts.sessions, ...phrasesOf(tag, sessions) },
    },
  ]);
  return defineCatalog(Object.fromEntries(extended));
}

/** Phrases by name and locale. */
type Phrases = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Checks locales. An empty object is allowed here, although `defineCatalog` refuses one. */
function checkedLocales(locales: Readonly<Record<string, unknown>>): Readonly<Record<string, LocaleTexts>> {
  return Object.keys(locales).length > 0 ? checkedCatalog(locales) : {};
}

function phrasesOf(tag: string, phrases: Phrases): Record<string, string> {
  const own = Object.entries(phrases).map(([name, byLocale]) => [name, byLocale[tag]] as const);
  return Object.fromEntries(own.flatMap(([name, phrase]) => (phrase === undefined ? [] : [[name, phrase]])));
}

function checkTags(parts: Readonly<Record<string, Phrases>>, locales: object): void {
  for (const [part, phrases] of Object.entries(parts))
    for (const [name, byLocale] of Object.entries(phrases))
      for (const tag of Object.keys(byLocale))
        if (!Object.hasOwn(locales, tag)) throw invalidOption(`${part}.${name}.${tag}`, 'is no locale of the catalog');
}
