/** A school, as the host's roster has it. */
export interface School {
  readonly id: string;
  readonly name: string;
  /** IANA name, such as `Asia/Jakarta`. */
  readonly timezone: string;
}

/** A child of one school. */
export interface Child {
  readonly schoolId: string;
  /** Unique over all schools. */
  readonly id: string;
  readonly name: string;
  readonly classId?: string | null;
  /** First day of enrolment, `YYYY-MM-DD`; open when null or left out. */
  readonly enrolledFrom?: string | null;
  /** Last day of enrolment, `YYYY-MM-DD`; open when null or left out. */
  readonly enrolledUntil?: string | null;
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
  readonly guardians: readonly Guardian[];
}
