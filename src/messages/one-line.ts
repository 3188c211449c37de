/** Longer than any name, in UTF-16 units. */
const longestText = 1_000;

/** Steers how the text around it is shown or is not seen at all: bidirectional overrides, zero-width and soft hyphens. */
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;
/** Controls, line breaks and every kind of space: GSM-7 has but the plain space, and a gateway may read a line as a header. */
const blanks = /[\p{Cc}\p{Z}]+/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A text on a single line, as people read it: no controls or invisible characters (but the joiners that some scripts
 * spell with), single plain spaces, composed letters, so that `é` costs an SMS one character.
 * @returns  Empty when nothing in it can be seen. What is longer than any name is cut.
 */
export function oneLine(text: string): string {
  const line = text
    .slice(0, longestText)
    .toWellFormed()
    .replaceAll(invisible, '')
    .normalize('NFC')
    .replaceAll(blanks, ' ')
    .trim();
  return visible.test(line) ? line : '';
}

/** Whether `text` can stand in a message of one line as it is. */
export function isOneLine(text: string): boolean {
  return visible.test(text) && !/\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/u.test(text) && text.search(invisible) === -1;
}
