/** `Asia/Jakarta`, but not the `posix/` and `right/` trees. */
const place = /^(?!posix\/|right\/)[a-z_]+(\/[a-z_]+(-[a-z_]+)*)+$/i;

/**
 * `UTC`, `Etc/GMT-7`, `Singapore`: all other names have four characters or more, or two, but for these of three. JavaScript's
 * runtimes know abbreviations of three letters (`IST`) besides, which are no IANA names and mean several zones.
 */
const other = /^(utc|gmt|uct|[cemw]et|[ehm]st|prc|ro[ck]|[a-z]{2}|[a-z][a-z0-9+-]{3,}|etc\/gmt.*)$/i;

/**
 * Tells if `name` has the form of an IANA time zone name, which offsets (`+07:00`) have not. It may still be unknown to the
 * runtime: see `schoolDay`.
 */
export function isIanaName(name: string): boolean {
  return place.test(name) || other.test(name);
}
