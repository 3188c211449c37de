export { createMemoryRepository, type MemoryRepository, type MemoryRepositoryOptions } from './memory-repository.js';
export type { DailyCountRow, MemoryTables, NotificationJobRow } from './memory-state.js';
export type { MemoryTransaction } from './memory-transaction.js';
export type { DeliveryChange, DeliveryRow } from './outbox/delivery-row.js';
