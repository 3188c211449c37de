import { inspect } from 'node:util';
import type { IdType } from 'rollbook';
import { testId } from 'rollbook/testing';
import { numbersOf, schoolNumbers, secretOf } from './roster.ts';

/** What a call came to: every word of it, so that nothing can differ unnoticed. */
export async function answerOf(call: () => unknown): Promise<unknown> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof Error)) return { error };
    return { error: { ...error, name: error.name, message: error.message, cause: error.cause } };
  }
}

/** An answer as text. */
export function inWords(answer: unknown): string {
  return inspect(answer, { depth: 12, sorted: true });
}

/** An answer as text, without the id that was asked for, however it is spelled. */
export function masked(answer: unknown, id: string): string {
  return inWords(answer).replaceAll(id, '<id>').replaceAll(id.toLowerCase(), '<id>');
}

/**
 * An answer without what the asking school's own children came to, which differs from one call to the next: a bulk's
 * second time changes nothing. Of its tally stays how far that is from the outcomes.
 */
export function withoutOwnOutcomes(answer: unknown, id: string): unknown {
  const value = partOf(answer, 'value');
  const outcomes = partOf(value, 'outcomes');
  if (!Array.isArray(outcomes)) return answer;
  return {
    ...Object(value),
    outcomes: outcomes.map((outcome: unknown) => (partOf(outcome, 'childId') === id.toLowerCase() ? outcome : 'own')),
    tally: differenceOf(partOf(value, 'tally'), outcomes),
  };
}

/** Of each outcome that a tally counts, how many more it has than are there. */
function differenceOf(tally: unknown, outcomes: readonly unknown[]): unknown {
  const timesOf = (name: string) => outcomes.filter((outcome) => partOf(outcome, 'outcome') === name).length;
  return Object.entries(Object(tally)).map(([name, times]) => [name, Number(times) - timesOf(name)]);
}

function partOf(whole: unknown, name: string): unknown {
  return typeof whole === 'object' && whole !== null ? Reflect.get(whole, name) : undefined;
}

/** What of other schools stands in an answer: their secrets or their ids. */
export function findForeignWord(text: string, asker: number, idType: IdType): string | undefined {
  return foreignWords(asker, idType).find((word) => text.includes(word));
}

const known = new Map<string, readonly string[]>();

function foreignWords(asker: number, idType: IdType): readonly string[] {
  const key = `${idType} ${asker}`;
  const words =
    known.get(key) ?? schoolNumbers.filter((number) => number !== asker).flatMap((number) => wordsOf(number, idType));
  known.set(key, words);
  return words;
}

function wordsOf(school: number, idType: IdType): string[] {
  const people = numbersOf(school).flatMap((number) => [
    testId('child', number, idType),
    testId('guardian', number, idType),
  ]);
  return [secretOf(school), testId('school', school, idType), ...people];
}
