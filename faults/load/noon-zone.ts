/**
 * A time zone in which it is about noon, so that a run of hours stays on one school day. All marks of the run are then
 * told, and marks from the morning have the same date.
 */
export function zoneWhereItIsNoon(now: Date): string {
  const hoursAhead = 12 - now.getUTCHours();
  // In these names the sign is inverted.
  return hoursAhead === 0 ? 'Etc/GMT' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;
}
