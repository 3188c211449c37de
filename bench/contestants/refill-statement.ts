import type { QueryConfig } from 'pg';
import { timeOrderedUuid } from '../../src/domain/time-ordered-uuid.ts';
import { readArray, writeArray } from './array-texts.ts';
import type { CapturedStatement, KnownValues } from './captured-statement.ts';
import type { ChildMark } from './contestant.ts';

/** Makes the captured statement say other marks. The text and the name stay, and the values of marks are exchanged. */
export function refillStatement(
  { config, known }: CapturedStatement,
  marks: readonly ChildMark[],
  now: Date,
): QueryConfig {
  const { values = [], ...rest } = config;
  const nowText = now.toISOString();
  return {
    ...rest,
    values: values.map((value: unknown) => {
      const elements = readArray(value);
      if (!elements) return refill(known, value, marks[0], nowText);
      const isJobs = known.jobIds.has(elements[0]);
      return writeArray(isJobs ? jobIdsFor(marks) : refillList(known, elements[0], marks, nowText));
    }),
  };
}

/** One id for each school, as rollbook sends them. */
function jobIdsFor(marks: readonly ChildMark[]): string[] {
  return Array.from(new Set(marks.map(({ schoolId }) => schoolId)), () => timeOrderedUuid());
}

function refillList(known: KnownValues, sample: unknown, marks: readonly ChildMark[], nowText: string): unknown[] {
  if (sample === known.now) return marks.map(() => nowText);
  if (sample === known.status) return marks.map(({ status }) => status);
  if (known.schoolIds.has(sample)) return marks.map(({ schoolId }) => schoolId);
  if (known.childIds.has(sample)) return marks.map(({ childId }) => childId);
  return marks.map(() => sample);
}

function refill(known: KnownValues, sample: unknown, mark: ChildMark | undefined, nowText: string): unknown {
  if (sample === known.now) return nowText;
  if (sample === known.status) return mark?.status;
  if (known.childIds.has(sample)) return mark?.childId;
  return known.schoolIds.has(sample) ? mark?.schoolId : sample;
}
