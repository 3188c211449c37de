import type { AttendanceRepository, DayQuery } from 'rollbook';
import type { Break } from './break-repository.ts';

/** Shows every day with the roster of today: who is enrolled now, in the classes of now. */
export const showsTodaysRoster: Break = (fixture) => {
  const { repository } = fixture;
  const today = ({ date: _, ...query }: DayQuery): DayQuery => query;
  const getRegister: AttendanceRepository['getRegister'] = async (query) => {
    const { date } = await repository.getRegister(query);
    const { entries } = await repository.getRegister(today(query));
    return { date, entries };
  };
  return { ...fixture, repository: { ...repository, getRegister } };
};
