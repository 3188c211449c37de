/** Uses of a word that its one meaning in docs/glossary.md excludes. Each entry is exact and has no exceptions. */
const misuses: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(hold|holds|held|holding) up\b/i, 'schools and lanes are blocked'],
  [/\b(hold|holds|held|holding) ([^ ,.;:]+ ){0,3}locks?\b/i, 'rows are locked, and locks are taken'],
  [/\bheld (rows?|schools?|lanes?|locks?)\b/i, 'rows are locked, schools and lanes are blocked'],
  [
    /\b(an?|one|each|every|this|that|next|last|first|second|another|no|two|three|four|five|six|\d+|per|many|more|few|fewer) rounds?\b(?![- ](trips?|robin))/i,
    'only a round trip is a round',
  ],
  [
    /\b(tell|tells|telling) (what|which|whether|how|if|why|when|where)\b|\b(tell|tells|told|telling) apart\b/i,
    'answers say; guardians are told',
  ],
  [
    /\b(tell|tells|told|telling) (an?|the|its|their|every|each) (\w+[’']s )?(caller|host|listener|log|logger|client|server|database|store|batcher|operator)s?\b/i,
    'callers get answers, listeners get events, logs get warnings',
  ],
  [/\b(settled promises?|promises? (that )?(settles?|settled|is settled|are settled))\b/i, 'promises end'],
  [/\bschools? (take|takes|taking|took) (their )?turns?\b/i, 'schools rotate'],
];

/** Says what to write instead of a word that has lost its meaning. Returns undefined if every word is right. */
export function misusedWord(sentence: string): string | undefined {
  return misuses.find(([pattern]) => pattern.test(sentence))?.[1];
}
