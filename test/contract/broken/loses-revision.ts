import type { Revision } from 'rollbook';
import type { Break } from './break-repository.ts';

/** Loses a revision: of a mark that changes the note or reason only, none is kept. */
export const losesRevision: Break = (fixture) => {
  const keep = (revisions: readonly Revision[]) => revisions.filter(({ outcome }) => outcome !== 'amended');
  const { repository, probe } = fixture;
  return {
    ...fixture,
    repository: {
      ...repository,
      getHistory: async (query, options) => keep(await repository.getHistory(query, options)),
    },
    probe: { ...probe, revisions: async () => keep(await probe.revisions()) },
  };
};
