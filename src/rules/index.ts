export {
  type Admission,
  type AdmissionOptions,
  admitMark,
  type MarkCandidate,
} from '../domain/admit-mark.js';
export { applyMark, type MarkPlace } from '../domain/apply-mark.js';
export { decideMark, type MarkDecision } from '../domain/decide-mark.js';
export { type DatedEnrolment, enrolmentOn, isEnrolledOn } from '../domain/enrolment.js';
export {
  type HistoryEntry,
  isInHistory,
  isLoggedByFirstTry,
  nextRevisionId,
  type StatusSpan,
} from '../domain/history.js';
export { repeatedMark } from '../domain/rejection.js';
export { findRepeatedMark, type MarkKey } from '../domain/repeated-mark.js';
export { decideTelling, type Telling, type Told } from '../domain/telling.js';
