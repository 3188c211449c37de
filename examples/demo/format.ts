const english = new Intl.NumberFormat('en');

/** A whole number as people read it: `946,857`. */
export function grouped(count: number): string {
  return english.format(count);
}

/** A number of things: `1 school`, `1,607 schools`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}

/** Seconds since a `performance.now()`, with one decimal. */
export function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}
