export { answerBulk } from '../use-cases/marks/bulk-answer.js';
export { getDailySummary, getHistory, getRegister } from '../use-cases/registers/get-register.js';
export { reconcileDailyCounts } from '../use-cases/registers/reconcile-daily-counts.js';
export { eraseChild } from '../use-cases/retention/erase-child.js';
export { purge } from '../use-cases/retention/purge.js';
export { checkHealth } from './health.js';
