/** Characters that end a quoted element, or that quote one of them. */
const special = /["\\]/;

/** An element of an array. `null` and `undefined` are NULL. */
type Element = string | number | null | undefined;

/**
 * Writes an array as Postgres reads it, in one pass. node-postgres takes several steps for each element, and as long
 * for an element that repeats the one before.
 */
export function arrayLiteral<Item>(items: readonly Item[], elementOf: (item: Item) => Element): string {
  let literal = '';
  let last: Element = null;
  let written = 'NULL';
  for (const item of items) {
    const element = elementOf(item);
    if (element !== last) written = toText(element);
    last = element;
    literal += literal === '' ? written : `,${written}`;
  }
  return `{${literal}}`;
}

/** Every text is quoted: unquoted, `NULL` and an empty text would be something else. */
function toText(element: Element): string {
  if (element === null || element === undefined) return 'NULL';
  if (typeof element === 'number') return String(element);
  return `"${special.test(element) ? element.replace(/["\\]/g, '\\$&') : element}"`;
}
