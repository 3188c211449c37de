/** One child's change, as a guardian is told. */
export interface NotifiedChange {
  readonly child: { readonly id: string; readonly name: string };
  readonly session: string;
  /** `null` when the record was cleared. */
  readonly status: string | null;
  /** The status that this guardian was told of the child before, that day and session; left out when there was none. */
  readonly previousStatus?: string | null;
  /** When the status began, on the device's clock. */
  readonly occurredAt: Date;
  readonly markedBy: string;
}

/**
 * The kind of a notification: `marked` when nothing in it was told before, `cleared` when everything in it was told and
 * is withdrawn, else `corrected`.
 */
export type NotificationKind = 'marked' | 'corrected' | 'cleared';

/** The news for one guardian, told at once. */
export interface Notification {
  /** The same for every attempt, and another one once the content differs: it is the idempotency key too. */
  readonly id: string;
  readonly kind: NotificationKind;
  readonly school: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly guardian: {
    readonly id: string;
    readonly name: string;
    readonly locale: string | null;
    readonly contact: unknown;
  };
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  /** The session of the first change. Where one job was about several sessions, each change says its own. */
  readonly session: string;
  readonly changes: readonly NotifiedChange[];
}

/** The kind of a notification with these changes. */
export function kindOf(changes: readonly Pick<NotifiedChange, 'status' | 'previousStatus'>[]): NotificationKind {
  if (changes.every(({ status }) => status === null)) return 'cleared';
  return changes.some(({ previousStatus = null }) => previousStatus !== null) ? 'corrected' : 'marked';
}
