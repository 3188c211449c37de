import type { Pool } from 'pg';
import { counted } from '../format.ts';
import type { Proof } from '../proof.ts';
import type { SentMessage } from './provider.ts';

/** Looks for a key that was sent twice, one that the store knows otherwise, and a correction of what wasn't told. */
export async function proveMessages(pool: Pool, sent: readonly SentMessage[]): Promise<Proof> {
  const keys = sent.map(({ key }) => key);
  const { rows } = await pool.query<{ key: string }>(delivered);
  const stored = rows.map(({ key }) => key);
  return {
    claim: `${counted(sent.length, 'message')} sent, no key twice, all stored as delivered, each correction of what was told`,
    differences: [
      ...keys.filter((key, index) => keys.indexOf(key) < index).map((key) => `${key} was sent again`),
      ...keys.filter((key) => !stored.includes(key)).map((key) => `${key} was sent and is not stored as delivered`),
      ...stored.filter((key) => !keys.includes(key)).map((key) => `${key} is stored as delivered and was not sent`),
      ...findWrongCorrections(sent),
    ],
  };
}

/** Follows what each guardian was told of each child, message by message. */
function findWrongCorrections(sent: readonly SentMessage[]): string[] {
  const told = new Map<string, string | null>();
  return sent.flatMap(({ key, notification: { guardian, changes } }) =>
    changes.flatMap(({ child, status, previousStatus = null }) => {
      const before = told.get(`${guardian.id} ${child.id}`) ?? null;
      told.set(`${guardian.id} ${child.id}`, status);
      return before === previousStatus ? [] : [`${key} says "previously ${previousStatus}", told was ${before}`];
    }),
  );
}

const delivered = `
  select job_id || '-' || number || case when revision > 0 then '.' || revision else '' end as key
  from attendance.deliveries where state = 'delivered'`;
