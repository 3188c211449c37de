import type { OpenContestant } from './contestant.ts';
import { auditConventional, holdConventionalCounter } from './conventional-audit.ts';
import { openPool } from './open-pool.ts';
import { markEagerly } from './v3-eager.ts';
import { markInBulk } from './v4-bulk.ts';

/** The old code after its repair: V3 for a mark, V4 for a bulk. */
export const openRepaired: OpenContestant = async (url, calendar) => {
  const pool = openPool(url, 'V3/V4', 10);
  return {
    name: 'V3/V4',
    pool,
    mark: (mark) => markEagerly(pool, mark, calendar.today),
    markBulk: (bulk) => markInBulk(pool, bulk, calendar.today),
    audit: (schoolId) => auditConventional(pool, 'v3', schoolId, calendar.today),
    holdCounter: (schoolId) => holdConventionalCounter('v3', schoolId),
    close: () => pool.end(),
  };
};
