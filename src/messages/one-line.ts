/** The longest text that is kept, in UTF-16 units: longer than any name. */
const longestText = 1_000;

/** Characters that are not seen, or turn the text around them: bidirectional overrides, zero-width and soft hyphens. */
const invisible = /(?![\u200c\u200d])\p{Cf}/gu;
/** Controls, line breaks and all spaces. GSM-7 has only the plain space; a gateway may take a line for a header. */
const blanks = /[\p{Cc}\p{Z}]+/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Puts a text on a single line, as people read it, with single plain spaces. Controls and invisible characters are
 * removed, but for the joiners that some scripts need. Letters are composed, so that `é` costs an SMS one character.
 * @returns  `''` when nothing in the text can be seen. A text of more than 1,000 units is cut.
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
