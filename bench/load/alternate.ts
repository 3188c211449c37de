import { type Figures, medianOf } from './summarise.ts';

/** How often what is repeated. */
export interface Rounds {
  readonly rounds: number;
  /** What has spent as many milliseconds on one measurement sits out its further rounds. */
  readonly patienceMs: number;
}

/** The medians over a subject's runs, and how many they were. */
export interface Measured<Subject> {
  readonly subject: Subject;
  readonly figures: Figures;
  readonly runs: number;
}

/** Measures subjects in turn, round after round, so that whatever else the machine does meets all of them alike. */
export async function alternate<Subject>(
  subjects: readonly Subject[],
  { rounds, patienceMs }: Rounds,
  measure: (subject: Subject) => Promise<Figures>,
): Promise<Measured<Subject>[]> {
  const all = subjects.map((subject) => ({ subject, spentMs: 0, runs: [] as Figures[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of all) {
      if (one.spentMs > patienceMs) continue;
      const startedAt = performance.now();
      one.runs.push(await measure(one.subject));
      one.spentMs += performance.now() - startedAt;
    }
  }
  return all.map(({ subject, runs }) => ({ subject, figures: medianOf(runs), runs: runs.length }));
}
