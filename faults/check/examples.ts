import type { BreachCounts, BreachExamples } from '../scenario.ts';

/** The first culprit of each kind that has any. */
export function examplesOf(culprits: Partial<Record<keyof BreachCounts, readonly string[]>>): BreachExamples {
  return Object.fromEntries(
    Object.entries(culprits).flatMap(([kind, [first]]) => (first === undefined ? [] : [[kind, first]])),
  );
}

const separator = ', such as: ';

/** A breach with one example of it. */
export function withExample(breach: string, example: string | undefined): string {
  return example === undefined ? breach : breach + separator + example;
}

/** The breach alone. */
export function withoutExample(breach: string): string {
  const [alone = breach] = breach.split(separator);
  return alone;
}
