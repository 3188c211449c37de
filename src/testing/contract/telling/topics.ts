import type { ContractTopic } from '../world/contract-world.js';
import { claimOrder } from './claim-order.js';
import { claimTurns } from './claim-turns.js';
import { claims } from './claims.js';
import { deadLetters } from './dead-letters.js';
import { earlierDays } from './earlier-days.js';
import { fanOuts } from './fan-out.js';
import { fanOutScopes } from './fan-out-scopes.js';
import { hostQueueJobs } from './host-queue-jobs.js';
import { leases } from './leases.js';
import { messagesOverSessions } from './messages-over-sessions.js';
import { notificationJobs } from './notification-jobs.js';
import { outboxPrivacy } from './outbox-privacy.js';
import { outboxStats } from './outbox-stats.js';
import { possiblyTold } from './possibly-told.js';
import { releases } from './releases.js';
import { skippedMessages } from './skipped-messages.js';
import { suspects } from './suspects.js';
import { toldStates } from './told-states.js';

/** The topics of telling guardians, in the order in which they run. */
export const tellingTopics: readonly ContractTopic[] = [
  notificationJobs,
  fanOuts,
  fanOutScopes,
  toldStates,
  possiblyTold,
  earlierDays,
  messagesOverSessions,
  skippedMessages,
  claims,
  claimOrder,
  claimTurns,
  leases,
  releases,
  suspects,
  deadLetters,
  hostQueueJobs,
  outboxStats,
  outboxPrivacy,
];
