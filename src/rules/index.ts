export { type DatedEnrolment, enrolmentOn, isEnrolledOn } from '../domain/enrolment.js';
export { canonicalId } from '../domain/ids.js';
export {
  type Admission,
  type AdmissionOptions,
  admitMark,
  type MarkCandidate,
} from '../domain/marks/admit-mark.js';
export { applyMark, type MarkPlace } from '../domain/marks/apply-mark.js';
export { decideMark, type MarkDecision } from '../domain/marks/decide-mark.js';
export {
  type HistoryEntry,
  isInHistory,
  isLoggedByFirstTry,
  nextRevisionId,
  type StatusSpan,
} from '../domain/marks/history.js';
export {
  childNotFound,
  findRepeatedMark,
  type MarkKey,
  repeatedMark,
  schoolNotFound,
  schoolTimezoneInvalid,
} from '../domain/marks/rejection.js';
export {
  type DeliveryOfChildren,
  type DeliveryWithoutChild,
  deliveryWithout,
  subjectsWithout,
} from '../domain/retention/erasing.js';
export { lastDayToPurge } from '../domain/retention/purging.js';
export { addDays, schoolDay } from '../domain/school-day.js';
export {
  type DeliveryAtClaim,
  type DeliveryDecision,
  decideDelivery,
  type Finding,
} from '../domain/telling/decide-delivery.js';
export {
  decideTelling,
  findTold,
  type Saying,
  type Telling,
  type TellingOptions,
  type Told,
} from '../domain/telling/decide-telling.js';
export {
  type AddressedSubject,
  compareAge,
  type DeliveryPlanning,
  gatherSubjects,
  type JobSubject,
  type JobToFanOut,
  needsDelivery,
  type PlannedDelivery,
  planDeliveries,
  type Standing,
} from '../domain/telling/fan-out.js';
export { kindOf } from '../domain/telling/notification.js';
export { type DecidedMark, isOnlyToCorrect, type PlannedJob, planJobs } from '../domain/telling/plan-jobs.js';
export { type SettledDelivery, settleDelivery } from '../domain/telling/settle-delivery.js';
export {
  contentVersion,
  type DatedSubject,
  isKnownDelivery,
  isKnownType,
  type Kind,
  type Subject,
  type SubjectType,
  subjectTypes,
} from '../domain/telling/subject.js';
export {
  dueAt,
  findHead,
  isStale,
  isSuspect,
  isThreadReadable,
  mayBeTaken,
  shareThread,
  type Taking,
  type Times,
  type Turn,
} from '../domain/telling/turn.js';
export { compareTexts } from '../domain/texts.js';
