import { type Block, breakMark, codeMark } from './markdown.ts';

/** One sentence of a block. */
export interface Sentence {
  readonly block: Block;
  /** The sentence on one line; each code span is a `codeMark`. */
  readonly text: string;
  /** The sentence with its code spans, as a person reads it. */
  readonly shown: string;
  /** The line of the file on which the sentence begins, from 1. */
  readonly line: number;
  readonly isFirst: boolean;
  /** True for a label such as **No duplicates.**, which is bold from end to end. */
  readonly isBold: boolean;
  readonly words: number;
}

/** Abbreviations whose full stop ends no sentence. */
const abbreviation = /(^|[^\p{L}])(e\.g|i\.e|vs|cf|approx|resp|incl|no|Mr|Mrs|Ms|Dr|St)\.$/u;

/**
 * Splits a block after a full stop, a question mark or an exclamation mark that whitespace follows. Quotation marks and
 * brackets that close at the mark belong to the sentence. A small letter may follow, since names such as rollbook begin
 * sentences. Known limits: a full stop within brackets ends a sentence too, and after "etc." a new one begins.
 */
export function sentencesOf(block: Block): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  let codesBefore = 0;
  for (const end of endsOf(block.text)) {
    const raw = block.text.slice(start, end);
    const text = raw.replaceAll(breakMark, ' ').replaceAll(/\s+/g, ' ').trim();
    const first = start + raw.search(/[^\s\uE001]|$/);
    const places = block.places.slice(first, first + text.length);
    const codes = block.codes.slice(codesBefore, codesBefore + raw.split(codeMark).length - 1);
    codesBefore += codes.length;
    start = end;
    if (text === '') continue;
    const isFirst = sentences.length === 0;
    const isBold = places.every((place) => place.isBold);
    sentences.push({
      block,
      text,
      shown: show(text, codes),
      line: places[0]?.line ?? 1,
      isFirst,
      isBold,
      words: countWords(text),
    });
  }
  return sentences;
}

function endsOf(text: string): number[] {
  const ends: number[] = [];
  for (const { 0: mark, index } of text.matchAll(/[.?!…]+["'”’)\]]*(?=\s)|\uE001/gu)) {
    const end = index + mark.length;
    if (mark !== '.' || !abbreviation.test(text.slice(0, end))) ends.push(end);
  }
  return [...ends, text.length];
}

/** Counts what has a letter or a digit between spaces, so a hyphenated word, a number and a code span are one each. */
function countWords(text: string): number {
  return text.split(' ').filter((word) => /[\p{L}\p{N}\uE000]/u.test(word)).length;
}

function show(text: string, codes: readonly string[]): string {
  let index = 0;
  return text.replaceAll(codeMark, () => `\`${codes[index++] ?? ''}\``);
}
