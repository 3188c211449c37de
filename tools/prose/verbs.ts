import nlp from 'compromise';
import { codeMark } from './markdown.ts';
import type { Sentence } from './sentences.ts';

/** Verbs that `compromise` takes for nouns or adjectives in these pages, found by reading all that it refused. */
const missedVerbs =
  /\b(stays?|words|deletes?|holds?|starts?|ends?|needs?|turns?|rejects?|leaves?|costs?|stops?|waits?|tells?|shows?|returns?|rests?|lasts?)\b/i;

/**
 * True if a sentence has no verb. These are no sentences, and need none: text without a full stop, headings, cells, labels in
 * bold, the first sentence of a doc comment or tag, which may name a thing, and in comments a default, a range or a unit.
 *
 * Known limits. The library `compromise` guesses which words are verbs, without a grammar. With the list above it refused no
 * sentence with a verb on these pages, but it lets a sentence pass whose only verb is in a clause.
 */
export function lacksVerb({ text, isFirst, isBold, block: { kind, comment } }: Sentence): boolean {
  const namesThing = isFirst && comment !== undefined;
  const givesValue = comment !== undefined && /^(Default|\d|In (milli)?seconds)/.test(text);
  const isSentence = kind === 'paragraph' && /[.?!]["'”’)\]]*$/.test(text) && !isBold && !namesThing && !givesValue;
  if (!isSentence) return false;
  return !missedVerbs.test(text) && !nlp(text.replaceAll(codeMark, 'Thing')).has('#Verb');
}
