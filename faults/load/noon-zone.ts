/**
 * A time zone in which it is about noon, so that a run of hours stays on one school day: its marks are all told, and
 * those that seem to be from the morning have the same date.
 */
export function zoneWhereItIsNoon(now: Date): string {
  const hoursAhead = 12 - now.getUTCHours();
  // In these names the sign is the other way round.
  return hoursAhead === 0 ? 'Etc/GMT' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;
}
