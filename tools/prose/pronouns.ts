/** Words that may come before the subject without being its noun. */
const lead =
  /^(and|but|or|so|then|yet|also|otherwise|therefore|thus|still|here|now|hence|however|else|instead|afterwards|even|only|nor),?\s+/i;

/** Pronouns that can't have their noun in the sentence that they begin. */
const always =
  /^(it|they|them|its|their|theirs|he|she|his|her|those|others|ones|whoever|whomever|none(?! of (?!them\b|these\b|those\b|it\b)))\b/i;

/** Words that are pronouns where a verb follows, and belong to a noun elsewhere. */
const mayBePronoun =
  '(this|that|these|both|all|some|each|most|many|several|few|any|either|neither|another|one|two|whatever|whichever|such|the ones?|the others?|the former|the latter|the rest|the same)';

const auxiliary =
  "(is|are|was|were|be|has|have|had|does|do|did|can|cannot|may|might|must|will|would|shall|should|could|need|come|go|(is|are|was|were|has|have|had|does|do|did|can|could|would|should|must|wo)n[’']t)";

const beforeVerb = new RegExp(
  `^${mayBePronoun}(,? (also|then|never|always|still|too|again|only|alone))? ${auxiliary}\\b`,
  'i',
);
const beforePronoun = new RegExp(`^${mayBePronoun} of (them|these|those|it)\\b`, 'i');
const beforeClause = /^(all|one|ones|the ones?|some|many|any|each|those|such) (that|who|which|as)\b/i;
const standsAlone = /^(this|that|these|both|neither|either|the others|the same)([,.;:!?]|$|[’']s\b)/i;

/** A verb such as "lets" or "means". Nouns after these words have no plural s, but may end in ss, us or is. */
const beforeVerbInS =
  /^(this|that|each|one|either|neither|another) (?!\w*(ss|us|is|series|lens|canvas|alias)\b)[a-z]+s\b/i;

/**
 * True if a sentence begins with a pronoun whose noun is not in the sentence. One word such as "and" or "so" may come
 * first.
 *
 * - The words it, they, its, their, those, others, none and whoever are refused always.
 * - The words this, that, one, each, both, all and their like are refused where no noun follows. The next word is then
 *   an auxiliary verb, a verb that ends in s, "of them", "that" or "who", a comma or the end.
 *
 * Known limits. A sentence is refused although its "it" stands for nothing, as in "It rains", or for a later noun.
 * Begin such a sentence with its subject. A pronoun further inside the sentence passes, and so does "this" before other
 * verbs.
 */
export function beginsWithPronoun(sentence: string): boolean {
  const start = sentence.replace(/^[^\p{L}\p{N}\uE000]+/u, '').replace(lead, '');
  return [always, beforeVerb, beforePronoun, beforeClause, standsAlone, beforeVerbInS].some((rule) => rule.test(start));
}
