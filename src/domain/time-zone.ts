/**
 * The IANA names without a slash (tzdata 2026a, files `backward`, `etcetera` and the former areas), without
 * `Factory` and `localtime`, which are no places.
 */
const singleNames =
  'UTC|GMT|UCT|Zulu|Universal|Greenwich|GMT[+-]?0|CET|EET|MET|WET|EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT|' +
  'Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|NZ|NZ-CHAT|Navajo|PRC|' +
  'Poland|Portugal|ROC|ROK|Singapore|Turkey|W-SU';

/**
 * What the IANA time zone names of places look like (`Asia/Jakarta`), and all others (`UTC`, `Etc/GMT-7`), as regular
 * expressions that JavaScript and Postgres read alike, in either case. They keep out what only one of the two takes: offsets
 * (`+07:00`), POSIX rules (`UTC+7`, which Postgres reads with the sign inverted), abbreviations (`WIB`) and the `posix/`
 * and `right/` trees. They are two, as Postgres matches the simple one, which fits nearly every school, several times faster.
 */
export const ianaNamePatterns = {
  place: '^(?!posix/|right/)[A-Za-z_]+(/[A-Za-z_]+(-[A-Za-z_]+)*)+$',
  other: `^(${singleNames}|Etc/GMT([+-]?0|[+]([1-9]|1[0-2])|-([1-9]|1[0-4]))?)$`,
} as const;

const place = new RegExp(ianaNamePatterns.place, 'i');
const other = new RegExp(ianaNamePatterns.other, 'i');

/** Whether `name` has the form of an IANA time zone name. It may still be unknown to the runtime. */
export function isIanaName(name: string): boolean {
  return place.test(name) || other.test(name);
}
