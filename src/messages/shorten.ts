/** The characters of one SMS in the GSM-7 alphabet (3GPP TS 23.038). */
export const smsLength = 160;

/** The shortest name of a school that people still recognise. */
const shortestName = 12;
/** The longest name of a school. Longer names are always shortened. */
const longestName = 40;
/** Three dots, as `…` is not in the GSM-7 alphabet: one `…` would cut an SMS down to 70 characters. */
const ellipsis = '...';

/** Counts how many of an SMS's 160 characters `text` takes in the GSM-7 alphabet, where some characters count twice. */
export function countSeptets(text: string): number {
  return text.length + (text.match(/[\^{}\\[\]~|€]/g)?.length ?? 0);
}

/**
 * Cuts a school's name to the room that an SMS has left, to at least 12 and at most 40 characters. Where even 12 don't
 * fit, cutting gains nothing, so the name is cut to 40.
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
