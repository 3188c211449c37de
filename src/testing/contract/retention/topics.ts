import type { ContractTopic } from '../world/contract-world.js';
import { erasures } from './erasures.js';
import { outboxErasures } from './outbox-erasures.js';
import { purges } from './purges.js';

/** The topics of retention, in the order in which they run. */
export const retentionTopics: readonly ContractTopic[] = [purges, erasures, outboxErasures];
