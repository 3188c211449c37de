import { inspect } from 'node:util';
import type { IdType } from 'rollbook';
import { testId } from 'rollbook/testing';
import { numbersOf, schoolNumbers, secretOf } from './roster.ts';

/** The whole result of a call, so that no difference stays unnoticed. */
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

/** An answer as text, without the id that was asked about, in any spelling. */
export function masked(answer: unknown, id: string): string {
  return inWords(answer).replaceAll(id, '<id>').replaceAll(id.toLowerCase(), '<id>');
}

/**
 * An answer without the outcomes of the asking school's own children. These outcomes differ from one call to the next,
 * since the second try of a bulk changes nothing. The tally is replaced by its difference from the outcomes.
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

/** For each outcome in a tally, the difference between the tally's number and the true one. */
function differenceOf(tally: unknown, outcomes: readonly unknown[]): unknown {
  const timesOf = (name: string) => outcomes.filter((outcome) => partOf(outcome, 'outcome') === name).length;
  return Object.entries(Object(tally)).map(([name, times]) => [name, Number(times) - timesOf(name)]);
}

function partOf(whole: unknown, name: string): unknown {
  return typeof whole === 'object' && whole !== null ? Reflect.get(whole, name) : undefined;
}

/** Finds another school's secret or id in an answer. */
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
