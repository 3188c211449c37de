/** A school, as the host's roster has it. */
export interface School {
  readonly id: string;
  readonly name: string;
  /** IANA name, such as `Asia/Jakarta`. */
  readonly timezone: string;
  /**
   * The days of the week on which it is open, as ISO 8601 numbers them: 1 (Monday) to 7. Kept for later; null or left
   * out: every day.
   */
  readonly weekdays?: readonly number[] | null;
}

/** A child of a school. The same id at another school is another row: the same child, or another one. */
export interface Child {
  readonly schoolId: string;
  /** Unique within the school. */
  readonly id: string;
  readonly name: string;
}

/**
 * A stretch of time in which a child is enrolled. A child without any is always enrolled, in no class. Where several
 * hold on one day, `enrolmentOn` says which counts.
 */
export interface Enrolment {
  readonly schoolId: string;
  readonly childId: string;
  /** First day, `YYYY-MM-DD`; open when null or left out. */
  readonly enrolledFrom?: string | null;
  /** Last day, `YYYY-MM-DD`; open when null or left out. */
  readonly enrolledUntil?: string | null;
  /** In no class when null or left out. */
  readonly classId?: string | null;
  /**
   * The days of the week on which the child comes, 1 (Monday) to 7. Kept for later; null or left out: as the school.
   */
  readonly weekdays?: readonly number[] | null;
  /** The sessions to which the child comes. Kept for later; null or left out: all. */
  readonly sessions?: readonly string[] | null;
}

/** Somebody who is told about a child. One guardian may have several children: same `id`, one entry a child. */
export interface Guardian {
  readonly schoolId: string;
  readonly childId: string;
  readonly id: string;
  readonly name: string;
  /** BCP 47, such as `id-ID`. */
  readonly locale?: string | null;
  /** Whatever the host's notifier needs to reach them; JSON. */
  readonly contact?: unknown;
}

/** Everybody a repository knows. */
export interface Roster {
  readonly schools: readonly School[];
  readonly children: readonly Child[];
  readonly enrolments?: readonly Enrolment[];
  readonly guardians: readonly Guardian[];
}
