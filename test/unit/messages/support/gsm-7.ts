/** The basic alphabet of 3GPP TS 23.038, without its escape, and the characters that take one. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const escaped = '\f^{}\\[~]|€';

/** Whether an SMS can carry `text` in 7 bits a character. */
export function isGsm7(text: string): boolean {
  return [...text].every((character) => basic.includes(character) || escaped.includes(character));
}

/** How many characters of an SMS it takes. */
export function septets(text: string): number {
  return [...text].reduce((sum, character) => sum + (escaped.includes(character) ? 2 : 1), 0);
}
