// Rosters

export { buildRoster, type RosterSize } from './build-roster.js';
export { buildChild, buildEnrolment, buildGuardian, buildSchool } from './builders.js';
// The contract of repositories, for authors of adapters
export { repositoryContract } from './contract/repository-contract.js';
export type { ContractFixture, ContractInput, RepositoryContractOptions } from './contract/world/contract-options.js';
export { ExpectationError } from './expectations.js';
export { createRecordingNotifier, type RecordingNotifier, type SentNotification } from './recording-notifier.js';
export { sampleRoster } from './sample-roster.js';
export type { StoredDailyCount, StoredDelivery, StoredNotificationJob, StoreProbe } from './store-probe.js';
// Stand-ins for the host's own parts
export { createTestClock, type TestClock } from './test-clock.js';
export { type TestIdKind, testId } from './test-ids.js';
