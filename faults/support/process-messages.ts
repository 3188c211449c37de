import type { ToldNotification } from '../check/telling.ts';
import type { LedgerEntry } from '../load/ledger.ts';
import type { LoadOptions } from '../load/load.ts';

/** A request to a host in a process of its own, one after the other. */
export type HostRequest =
  | ({ readonly ask: 'start'; readonly url: string } & Pick<LoadOptions, 'schools' | 'seed'>)
  | { readonly ask: 'acknowledge'; readonly more: number }
  | { readonly ask: 'serve' }
  | { readonly ask: 'rest' }
  | { readonly ask: 'finish' };

/** A message of the process: a notification for a guardian, or the answer to a request. */
export type HostMessage =
  | { readonly say: 'told'; readonly notification: ToldNotification }
  | { readonly say: 'done' }
  | { readonly say: 'served'; readonly afterMs: number }
  | { readonly say: 'failed'; readonly message: string }
  | { readonly say: 'rested'; readonly entries: readonly LedgerEntry[]; readonly breaches: readonly string[] };
