import { InputError } from '../input-error.ts';
import type { ReplayOptions } from '../options.ts';
import type { FiguresOfDay, SchoolDay } from './figures.ts';

/**
 * The first dates of a file, in order, with all schools' figures; fewer than asked for when the file has no more.
 * @throws {InputError} when the file has no date that is late enough
 */
export function selectDays(figures: readonly SchoolDay[], { csv, days, from = '' }: ReplayOptions): FiguresOfDay[] {
  const byDate = Map.groupBy(figures, ({ date }) => date);
  const dates = [...byDate.keys()].sort();
  const selected = dates.filter((date) => date >= from).slice(0, days);
  if (selected.length === 0)
    throw new InputError(`${csv}: has no figures of ${from} or later; its last are of ${dates.at(-1)}`);
  return selected.map((date) => ({ date, schools: byDate.get(date) ?? [] }));
}
