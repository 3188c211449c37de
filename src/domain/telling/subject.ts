/** One part of what a job or a delivery is about. */
export interface Subject {
  readonly childId: string;
  /** The part of the child's day; of the subject type `attendance` it is a session. */
  readonly subjectKey: string;
}

/** The same of a job, which may be about several days. */
export interface DatedSubject extends Subject {
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * The subject types that this release can tell of. Jobs and deliveries of any other type are left to a newer release.
 */
export const subjectTypes = ['attendance'] as const;

/** One of the subject types that this release can tell of. */
export type SubjectType = (typeof subjectTypes)[number];

/** The form of content that this release writes and reads. Content of any other form is left to a newer release. */
export const contentVersion = 1;

/** The subject type of a delivery, and the form of its content: `null` before it has any. */
export interface Kind {
  readonly subjectType: string;
  readonly contentVersion: number | null;
}

/** Says if this release knows a subject type. */
export function isKnownType(subjectType: string): boolean {
  return subjectTypes.some((known) => known === subjectType);
}

/** Says if this release knows the subjects of a delivery, and can read its content. */
export function isKnownDelivery(delivery: Kind): boolean {
  const isReadable = delivery.contentVersion === null || delivery.contentVersion === contentVersion;
  return isKnownType(delivery.subjectType) && isReadable;
}
