/** The length of one SMS in the GSM-7 alphabet (3GPP TS 23.038). */
export const smsLength = 160;

/** Below this a school is no longer recognised. */
const shortestName = 12;
/** Longer names are shortened always. */
const longestName = 40;
/** `…` is not in the GSM-7 alphabet: one of them would cut an SMS down to 70 characters. */
const ellipsis = '...';

/**
 * Counts the characters of an SMS that `text` takes, if all of it is in the GSM-7 alphabet. Some characters count
 * twice.
 */
export function countSeptets(text: string): number {
  return text.length + (text.match(/[\^{}\\[\]~|€]/g)?.length ?? 0);
}

/**
 * A school's name, cut to the room that an SMS has left for it, to at least 12 and at most 40 characters.
 * Where even 12 don't fit, cutting gains nothing: it is cut to 40 then.
 * @returns  The name itself when it is short enough.
 */
export function shortenName(name: string, room: number): string {
  const limit = room < shortestName ? longestName : Math.min(room, longestName);
  if (countSeptets(name) <= limit) return name;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (countSeptets(kept + segment) > limit - ellipsis.length) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}
