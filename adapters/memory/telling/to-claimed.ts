import type { ClaimedDelivery, ClaimRequest, NotifiedChange } from '../../../src/index.js';
import { kindOf } from '../../../src/rules/index.js';
import { findLink, type RosterIndex } from '../roster/roster-index.js';
import { type DeliveryChange, deliveryId } from '../store/delivery-row.js';
import type { DecidedRow } from './decide-delivery.js';

/**
 * Makes a leased delivery as its worker sees it, with names and contacts as the roster has them now. Makes none when
 * the roster no longer has the guardian with any of the children.
 */
export function toClaimed(
  roster: RosterIndex,
  { before, row }: Pick<DecidedRow, 'before' | 'row'>,
  { leaseToken }: ClaimRequest,
): ClaimedDelivery[] {
  const links = (row.changes ?? []).flatMap((change) => {
    const link = findLink(roster, row.schoolId, change.childId, row.guardianId);
    return link ? [{ ...link, change: toNotified(link.child.name, change) }] : [];
  });
  const [first] = links;
  if (!first) return [];
  const { school, guardian } = first;
  const changes = links.map(({ change }) => change);
  const id = deliveryId(row);
  const notification = {
    id,
    kind: kindOf(changes),
    school: { id: school.id, name: school.name, timezone: school.timezone },
    guardian: {
      id: guardian.id,
      name: guardian.name,
      locale: guardian.locale,
      contact: structuredClone(guardian.contact),
    },
    date: row.date,
    session: first.change.session,
    changes,
  };
  return [{ lease: { id, token: leaseToken }, attempt: row.attempt, isFirst: before.changes === null, notification }];
}

function toNotified(
  name: string,
  { childId, session, status, previousStatus, occurredAt, markedBy }: DeliveryChange,
): NotifiedChange {
  return {
    child: { id: childId, name },
    session,
    status,
    ...(previousStatus !== null && { previousStatus }),
    occurredAt: new Date(occurredAt),
    markedBy,
  };
}
