export type { PgBossSender, PgBossSendOptions, PgBossWorker, PgBossWorkOptions } from './clients.js';
export { createPgBossQueue, pgBossQueueOptions } from './queue.js';
export { workPgBossQueue } from './work.js';
