import type { Notification } from '../../../domain/telling/notification.js';
import { ExpectationError } from '../../kit/expectations.js';
import type { ContractWorld } from './contract-world.js';

type World = Pick<ContractWorld, 'children' | 'guardians'>;

/**
 * Notifications in words, sorted, by the names that the contract has for its people: `ratih, marked: bagas absent,
 * sekar absent`, `ratih, corrected: sekar present (was absent)`, `ratih, cleared: sekar unmarked (was absent)`. With
 * several sessions each child has its own: `ratih, marked: sekar/am absent, sekar/pm sick`.
 */
export function sayings(
  world: World,
  messages: readonly (Notification | { readonly notification: Notification })[],
): string[] {
  return messages.map((message) => saying(world, 'notification' in message ? message.notification : message)).sort();
}

function saying({ children, guardians }: World, { guardian, kind, changes }: Notification): string {
  const isOfSeveral = new Set(changes.map(({ session }) => session)).size > 1;
  const said = changes.map(({ child, session, status, previousStatus = null }) => {
    const before = previousStatus === null ? '' : ` (was ${previousStatus})`;
    return `${keyOf(children, child.id)}${isOfSeveral ? `/${session}` : ''} ${status ?? 'unmarked'}${before}`;
  });
  return `${keyOf(guardians, guardian.id)}, ${kind}: ${said.sort().join(', ')}`;
}

function keyOf(people: object, id: string): string {
  const found = Object.entries(people).find(([, person]) => person.id === id);
  return found?.[0] ?? `somebody with the id ${id}`;
}

/** The only one of a list. */
export function onlyOne<Item>(what: string, items: readonly Item[]): Item {
  const [item] = items;
  if (items.length === 1 && item !== undefined) return item;
  throw new ExpectationError(`${what}: expected one, got ${items.length}`, { expected: 1, actual: items.length });
}
