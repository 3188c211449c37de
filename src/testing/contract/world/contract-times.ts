/** The school day on which every test begins. */
export const today = '2026-03-02';

/** The day before. */
export const yesterday = '2026-03-01';

/** The day after. */
export const tomorrow = '2026-03-03';

/** An instant of today: `HH:MM` on the wall in Jakarta. Tests begin at noon there. */
export function at(time: string): Date {
  return new Date(`${today}T${time}:00+07:00`);
}
