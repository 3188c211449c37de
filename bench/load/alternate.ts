import { type Figures, medianOf } from './summarise.ts';

/** The limits on repeating a measurement. */
export interface Rounds {
  readonly rounds: number;
  /** A subject that has taken this many milliseconds for one measurement is not measured again. */
  readonly patienceMs: number;
}

/** The medians over a subject's runs, and the number of runs. */
export interface Measured<Subject> {
  readonly subject: Subject;
  readonly figures: Figures;
  readonly runs: number;
}

/** Measures all subjects once, then all again, so that other load on the machine meets all of them alike. */
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
