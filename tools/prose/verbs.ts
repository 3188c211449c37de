import nlp from 'compromise';
import { codeMark } from './markdown.ts';
import type { Sentence } from './sentences.ts';

/** Verbs for which the library knows no other use than as a noun or an adjective. */
const missedVerbs = /\b(words|counts|tells|leaves|rejects|deletes|equals?|skips|settles|hands|drains)\b/i;

/** Auxiliary verbs, which the library sometimes takes for other words too. */
const auxiliary =
  /\b(is|are|was|were|be|been|has|have|had|does|do|did|cannot|must|would|shall|should|could)\b|n[’']t\b/i;

/** Tags of words after which a noun comes, and no verb. */
const beforeNoun = ['Determiner', 'Preposition', 'Possessive', 'Value', 'Expression'];

/**
 * True if a sentence has no verb. Some texts are no sentences and need no verb:
 *
 * - text without a full stop, headings, table cells and labels in bold
 * - the first sentence of a doc comment or tag, which may name a thing
 * - in comments, a default, a range or a unit
 *
 * Known limits. The library `compromise` guesses which words are verbs, without a grammar. A word that may be a noun or
 * a verb is taken for a verb, unless an article or a preposition comes before the word. So no sentence with a verb was
 * refused among 5,100 of these pages, but some without a verb pass, such as "Text only.".
 */
export function lacksVerb({ text, isFirst, isBold, block: { kind, comment } }: Sentence): boolean {
  const namesThing = isFirst && comment !== undefined;
  const givesValue = comment !== undefined && /^(Default|\d|In (milli)?seconds)/.test(text);
  const isSentence = kind === 'paragraph' && /[.?!]["'”’)\]]*$/.test(text) && !isBold && !namesThing && !givesValue;
  return isSentence && !hasVerb(text);
}

function hasVerb(text: string): boolean {
  if (auxiliary.test(text) || missedVerbs.test(text)) return true;
  const view = nlp(text.replaceAll(codeMark, 'Thing'));
  return view.has('#Verb') || view.docs.some((terms) => terms.some((term, index) => mayBeVerb(term, terms[index - 1])));
}

type Term = ReturnType<typeof nlp>['docs'][number][number];

function mayBeVerb(term: Term, before: Term | undefined): boolean {
  const isAmbiguous = 'switch' in term && typeof term.switch === 'string' && term.switch.includes('Verb');
  return isAmbiguous && !beforeNoun.some((tag) => before?.tags?.has(tag) ?? false);
}
