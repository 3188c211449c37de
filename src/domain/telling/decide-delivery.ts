import { decideTelling, type Telling, type Told } from './decide-telling.js';

/** One child and session of a delivery: how it stands, and what its guardian knows. */
export interface Finding {
  readonly childId: string;
  readonly session: string;
  /** The record's status, `null` when unmarked. */
  readonly status: string | null;
  /** `undefined` when nothing was told. */
  readonly told: Told | undefined;
  /** True while there is still a guardian to tell, and a child to tell of. */
  readonly isOnRoster: boolean;
}

/** A delivery that a claim takes. */
export interface DeliveryAtClaim {
  /** The content, frozen at an earlier claim; `null` before the first one. */
  readonly changes: readonly Pick<Finding, 'childId' | 'session' | 'status'>[] | null;
  /** Attempts counted with this content. */
  readonly attempt: number;
  /** Counts the contents after the first. */
  readonly revision: number;
  /** True when it tells nothing to a guardian who was told nothing. */
  readonly onlyCorrects: boolean;
}

/** The fate of a delivery that a claim takes: leased while `pending`, else settled. */
export interface DeliveryDecision<Found extends Finding> {
  readonly state: 'pending' | 'dropped' | 'dead';
  readonly attempt: number;
  readonly revision: number;
  /** The new content, in the order of the findings; `null` where the content stays as it is. */
  readonly tellings: readonly { readonly finding: Found; readonly telling: Telling }[] | null;
  /**
   * True when the decision takes the next `toldOrder` of the guardian's day: each does but to give up, once it was
   * numbered.
   */
  readonly takesOrder: boolean;
}

/**
 * Decides on a delivery that is claimed. A content that is still true is attempted again, until the attempts are used
 * up. Anything else is frozen anew, and dropped where nothing is left to tell.
 */
export function decideDelivery<Found extends Finding>(
  delivery: DeliveryAtClaim,
  findings: readonly Found[],
  options: { readonly maxAttempts: number; readonly silentStatuses: readonly string[] },
): DeliveryDecision<Found> {
  const { changes, attempt, revision, onlyCorrects } = delivery;
  if (changes && isAsItWas(changes, findings)) {
    const unchanged = { revision, tellings: null } as const;
    if (attempt >= options.maxAttempts) return { ...unchanged, state: 'dead', attempt, takesOrder: false };
    return { ...unchanged, state: 'pending', attempt: attempt + 1, takesOrder: true };
  }
  const { silentStatuses } = options;
  const tellings = findings.flatMap((finding) => {
    if (!finding.isOnRoster) return [];
    const telling = decideTelling(finding.status, finding.told, { silentStatuses, onlyCorrects });
    return telling ? [{ finding, telling }] : [];
  });
  if (tellings.length === 0) {
    return { state: 'dropped', attempt, revision, tellings: null, takesOrder: changes === null };
  }
  return { state: 'pending', attempt: 1, revision: changes ? revision + 1 : revision, tellings, takesOrder: true };
}

/** Checks that a content says what is true, and is the last word on every child in it. */
function isAsItWas(changes: NonNullable<DeliveryAtClaim['changes']>, findings: readonly Finding[]): boolean {
  return changes.every(({ childId, session, status }) => {
    const finding = findings.find((other) => other.childId === childId && other.session === session);
    return finding?.isOnRoster && finding.told?.isOwn && finding.status === status;
  });
}
