/**
 * A number from 0 up to 1 that depends on nothing but the text: the same in every store, in whatever order it is asked.
 */
export function diceOf(text: string): number {
  return hash(text, 0) / 2 ** 32;
}

/** A uuid that depends on nothing but the text, so that jobs have the same ids everywhere, in no order. */
export function uuidOf(text: string): string {
  const hex = [1, 2, 3, 4].map((round) => hash(text, round).toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** FNV-1a, stirred once more: its high bits alone hardly differ between texts that end differently. */
function hash(text: string, round: number): number {
  let sum = 0x811c9dc5 ^ Math.imul(round, 0x9e3779b1);
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  sum = Math.imul(sum ^ (sum >>> 12), 0x297a2d39);
  return (sum ^ (sum >>> 15)) >>> 0;
}
