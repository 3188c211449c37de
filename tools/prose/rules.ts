import { blocksOfComments, linesOfComments } from './comments.ts';
import { blocksOfMarkdown } from './markdown.ts';
import { misusedWord } from './parted-words.ts';
import { beginsWithPronoun } from './pronouns.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { lacksVerb } from './verbs.ts';
import { wideLinesOfComments, wideLinesOfMarkdown } from './width.ts';

/** The rules, and what each asks for. */
export const rules = {
  length: 'a sentence has at most 25 words',
  opening:
    'a sentence of a comment begins with its subject or verb, not with What, Whether, How, Who, Whom, Those or Of',
  pronoun: 'a sentence begins with no pronoun whose noun is not in it',
  verb: 'a sentence has a verb',
  word: 'a word of the glossary has one meaning',
  width: 'a line has at most 120 columns',
} as const;

/** The name of a rule. */
export type RuleName = keyof typeof rules;

/** One place that breaks a rule. */
export interface Finding {
  readonly rule: RuleName;
  readonly line: number;
  readonly text: string;
}

const mostWords = 25;

/** Checks a file. Files that end in `.md` are Markdown, those in `.ts` TypeScript, and all others have `#` comments. */
export function checkProse(path: string, source: string): Finding[] {
  const findings = checkSentences(sentencesIn(path, source));
  return [...findings, ...checkWidth(path, source)].toSorted((a, b) => a.line - b.line);
}

function sentencesIn(path: string, source: string): Sentence[] {
  const startLine = 1;
  if (path.endsWith('.md')) return blocksOfMarkdown(source, { isComment: false, startLine }).flatMap(sentencesOf);
  return blocksOfComments(path.endsWith('.ts') ? source : hashToSlashes(source)).flatMap(sentencesOf);
}

function checkWidth(path: string, source: string): Finding[] {
  const lines = source.split('\n');
  const wide = path.endsWith('.md')
    ? wideLinesOfMarkdown(source)
    : wideLinesOfComments(source, linesOfComments(path.endsWith('.ts') ? source : hashToSlashes(source)));
  return wide.map((line) => ({ rule: 'width', line, text: (lines[line - 1] ?? '').trim() }));
}

/** Keeps the lines that are a `#` comment, as TypeScript comments, and empties all others. */
function hashToSlashes(source: string): string {
  return source.replaceAll(/^(?![ \t]*# ).*$/gm, '').replaceAll(/^[ \t]*# /gm, '// ');
}

function checkSentences(sentences: readonly Sentence[]): Finding[] {
  return sentences.flatMap((sentence) => {
    const { line, shown } = sentence;
    return brokenBy(sentence).map(([rule, reason]) => ({ rule, line, text: reason ? `${shown} [${reason}]` : shown }));
  });
}

function brokenBy(sentence: Sentence): (readonly [rule: RuleName, reason?: string])[] {
  const { text, words, block } = sentence;
  const broken: (readonly [rule: RuleName, reason?: string])[] = [];
  if (words > mostWords) broken.push(['length', `${words} words`]);
  if (block.kind === 'heading') return broken;
  if (beginsBadly(sentence)) broken.push(['opening']);
  else if (beginsWithPronoun(text)) broken.push(['pronoun']);
  if (lacksVerb(sentence)) broken.push(['verb']);
  const instead = misusedWord(text);
  if (instead !== undefined) broken.push(['word', instead]);
  return broken;
}

/** In comments, all of the words are refused. Markdown asks questions, so it may begin with What, How and Who. */
function beginsBadly({ text, isFirst, block: { comment } }: Sentence): boolean {
  if (comment === undefined) return /^(Whether|Whom|Of)\b/.test(text);
  if (comment === 'tag' && isFirst) return false;
  return /^(What|Whether|How|Who|Whom|Whose|Those|Of)\b/.test(text);
}
