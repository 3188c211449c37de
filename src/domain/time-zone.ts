/**
 * The IANA names without a slash (tzdata 2026a, files `backward`, `etcetera` and the former areas), without
 * `Factory` and `localtime`, which are no places.
 */
const singleNames =
  'UTC|GMT|UCT|Zulu|Universal|Greenwich|GMT[+-]?0|CET|EET|MET|WET|EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT|' +
  'Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|NZ|NZ-CHAT|Navajo|PRC|' +
  'Poland|Portugal|ROC|ROK|Singapore|Turkey|W-SU';

/**
 * What an IANA time zone name looks like, as a regular expression that JavaScript and Postgres read alike. It keeps out
 * what only one of them takes: offsets (`+07:00`), POSIX rules (`UTC+7`, which Postgres reads with the sign inverted),
 * abbreviations (`WIB`) and the `posix/` and `right/` trees.
 */
export const ianaNamePattern = `^(${singleNames}|Etc/GMT([+-]?0|[+]([1-9]|1[0-2])|-([1-9]|1[0-4]))?|(?!posix/|right/)[A-Za-z_]+(/[A-Za-z_]+(-[A-Za-z_]+)*)+)$`;

const ianaName = new RegExp(ianaNamePattern, 'i');

/** Whether `name` has the form of an IANA time zone name. It may still be unknown to the runtime. */
export function isIanaName(name: string): boolean {
  return ianaName.test(name);
}
