import type { ContractTopic } from '../world/contract-world.js';
import { bulkOptions } from './bulk-options.js';
import { bulks } from './bulks.js';
import { bulksOverSessions } from './bulks-over-sessions.js';
import { clearOutcomes } from './clear-outcomes.js';
import { copies } from './copies.js';
import { correctionsOfLeavers } from './corrections-of-leavers.js';
import { details } from './details.js';
import { enrolments } from './enrolments.js';
import { identities } from './identities.js';
import { markOutcomes } from './mark-outcomes.js';
import { marksOfLocalIds, marksWithoutSchool } from './marks-without-school.js';
import { orderOfMarks } from './order-of-marks.js';
import { possiblyRecorded } from './possibly-recorded.js';
import { races } from './races.js';
import { rejections } from './rejections.js';
import { retries } from './retries.js';
import { schoolDays } from './school-days.js';
import { tenants } from './tenants.js';
import { transactions } from './transactions.js';

/** The topics of marks, in the order in which they run. */
export const marksTopics: readonly ContractTopic[] = [
  markOutcomes,
  clearOutcomes,
  orderOfMarks,
  retries,
  possiblyRecorded,
  details,
  schoolDays,
  rejections,
  enrolments,
  correctionsOfLeavers,
  marksWithoutSchool,
  marksOfLocalIds,
  tenants,
  identities,
  bulks,
  bulksOverSessions,
  bulkOptions,
  races,
  transactions,
  copies,
];
