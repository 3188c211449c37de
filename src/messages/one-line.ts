/** Longer than any name, in UTF-16 units. */
const longestText = 1_000;

/**
 * Steers how the text around it is shown or is not seen at all: bidirectional overrides, zero-width and soft hyphens.
 */
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;
/**
 * Controls, line breaks and every kind of space: GSM-7 has but the plain space, and a gateway may read a line as a
 * header.
 */
const blanks = /[\p{Cc}\p{Z}]+/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Puts a text on a single line, as people read it, with single plain spaces. Controls and invisible characters go, but
 * not the joiners that some scripts spell with. Letters are composed, so that `é` costs an SMS one character.
 * @returns  Empty when nothing in it can be seen. Text longer than any name is cut.
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

/** Says if `text` can stand in a message of one line as it is. */
export function isOneLine(text: string): boolean {
  return visible.test(text) && !/\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/u.test(text) && text.search(invisible) === -1;
}
