/** One school's figures of one day, as the file has them. */
export interface SchoolDay {
  /** The school's code in the file, such as `01M015`. */
  readonly school: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly enrolled: number;
  readonly present: number;
  readonly absent: number;
  /** Let go early; marked as excused. */
  readonly released: number;
}

/** All schools' figures of one date. */
export interface FiguresOfDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly schools: readonly SchoolDay[];
}

/** The children enrolled on a day, all schools together. */
export function enrolledIn(day: FiguresOfDay): number {
  return day.schools.reduce((sum, { enrolled }) => sum + enrolled, 0);
}
