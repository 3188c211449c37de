import type { ContractTopic } from '../world/contract-world.js';
import { dailySummaries } from './daily-summaries.js';
import { histories } from './histories.js';
import { reconciliations } from './reconciliations.js';
import { registers } from './registers.js';

/** The topics of registers, in the order in which they run. */
export const registersTopics: readonly ContractTopic[] = [dailySummaries, registers, histories, reconciliations];
