export { createMemoryRepository, type MemoryRepository, type MemoryRepositoryOptions } from './memory-repository.js';
export type { DeliveryChange, DeliveryRow } from './store/delivery-row.js';
export type { MemoryTables, NotificationJobRow } from './store/memory-state.js';
export type { MemoryTransaction } from './store/memory-transaction.js';
export type { DailyCountRow } from './store/school-days.js';
