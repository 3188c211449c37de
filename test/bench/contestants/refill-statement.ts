import { randomUUID } from 'node:crypto';
import type { QueryConfig } from 'pg';
import type { CapturedStatement } from './captured-statement.ts';
import type { ChildMark } from './contestant.ts';

/** Makes the statement that was captured say other marks: text and name stay, values that belong to a mark are exchanged. */
export function refillStatement(captured: CapturedStatement, marks: readonly ChildMark[], now: Date): QueryConfig {
  const { values = [], ...rest } = captured.config;
  const nowText = now.toISOString();
  const jobIds = () => Array.from(new Set(marks.map(({ schoolId }) => schoolId)), () => randomUUID());
  return {
    ...rest,
    values: values.map((value: unknown) => {
      if (!Array.isArray(value)) return refill(captured, value, marks[0], nowText);
      if (captured.jobIds.has(String(value[0]))) return jobIds();
      return refillList(captured, value[0], marks, nowText);
    }),
  };
}

function refillList(
  { example, now }: CapturedStatement,
  sample: unknown,
  marks: readonly ChildMark[],
  nowText: string,
) {
  if (sample === now) return marks.map(() => nowText);
  if (sample === example.schoolId) return marks.map(({ schoolId }) => schoolId);
  if (sample === example.status) return marks.map(({ status }) => status);
  if (example.childIds.includes(String(sample))) return marks.map(({ childId }) => childId);
  return marks.map(() => sample);
}

function refill({ example, now }: CapturedStatement, sample: unknown, mark: ChildMark | undefined, nowText: string) {
  if (sample === now) return nowText;
  return sample === example.schoolId ? mark?.schoolId : sample;
}
