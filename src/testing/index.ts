// Rosters

// The contract of repositories, for authors of adapters
export { repositoryContract } from './contract/repository-contract.js';
export type { ContractFixture, ContractInput, RepositoryContractOptions } from './contract/world/contract-options.js';
export { buildRoster, type RosterSize } from './kit/build-roster.js';
export { buildChild, buildEnrolment, buildGuardian, buildSchool } from './kit/builders.js';
export { ExpectationError } from './kit/expectations.js';
export { createRecordingNotifier, type RecordingNotifier, type SentNotification } from './kit/recording-notifier.js';
export { sampleRoster } from './kit/sample-roster.js';
export type { StoredDailyCount, StoredDelivery, StoredNotificationJob, StoreProbe } from './kit/store-probe.js';
// Stand-ins for the host's own parts
export { createTestClock, type TestClock } from './kit/test-clock.js';
export { type TestIdKind, testId } from './kit/test-ids.js';
