export { type Admission, admitMark, type Enrolment, isEnrolledOn, type SchoolOnRoster } from '../domain/admit-mark.js';
export { applyMark, type MarkPlace } from '../domain/apply-mark.js';
export { decideMark, type MarkDecision } from '../domain/decide-mark.js';
export { type HistoryEntry, isInHistory, isLoggedByFirstTry, type StatusSpan } from '../domain/history.js';
export { decideTelling, type Telling, type Told } from '../domain/telling.js';
