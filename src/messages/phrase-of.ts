import { oneLine } from './one-line.js';

/**
 * The catalog's phrase; for a name that it doesn't know, the name itself as words in quotes: `onTrip` is `"on trip"`.
 */
export function phraseOf(name: string, phrases: Readonly<Record<string, string>>): string {
  const phrase = Object.hasOwn(phrases, name) ? phrases[name] : undefined;
  return phrase ?? `"${readable(name)}"`;
}

function readable(name: string): string {
  const words = oneLine(name)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ');
  return oneLine(words.toLowerCase()) || '?';
}
