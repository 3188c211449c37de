/** Formats a number with three significant digits, a whole number in full, and a missing one as nothing. */
export function formatCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

/** `p50InRoundTrips` → `p50 in round trips`, `bulkOf30` → `bulk of 30`, `p50` → `p50`. */
export function formatColumn(name: string): string {
  return name
    .replace(/([A-Za-z][a-z])(\d)/g, '$1 $2')
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
}
