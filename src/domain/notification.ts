/** One child's change, as a guardian is told. */
export interface NotifiedChange {
  readonly child: { readonly id: string; readonly name: string };
  /** `null` when the record was cleared. */
  readonly status: string | null;
  readonly previousStatus?: string | null;
  readonly occurredAt: Date;
  readonly markedBy: string;
}

/** What one guardian is told at once. */
export interface Notification {
  readonly id: string;
  readonly kind: 'marked' | 'corrected' | 'cleared';
  readonly school: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly guardian: {
    readonly id: string;
    readonly name: string;
    readonly locale: string | null;
    readonly contact: unknown;
  };
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  readonly changes: readonly NotifiedChange[];
}
