import type { Pool } from 'pg';
import type { DeadLetter } from 'rollbook';
import type { DemoAttendance } from '../demo-attendance.ts';
import { counted } from '../format.ts';
import type { Narrate } from './narrator.ts';
import { wrongAddress } from './provider.ts';
import { jakarta } from './schools.ts';

/** The office finds what could not be told, mends the reason and has it sent again. */
export async function resendInJakarta(attendance: DemoAttendance, narrate: Narrate, pool: Pool): Promise<void> {
  const { notifications } = attendance;
  const find = () => notifications.deadLetters({ schoolId: jakarta.id });
  await narrate('07:50', jakarta, 'The office looks for messages that were given up', async () => ({
    text: (await find()).map(toText).join('; ') || 'none',
  }));
  await narrate('07:52', jakarta, "The office mends Hendra's address and has it sent again", async () => {
    await pool.query(mendAddress, [jakarta.id, wrongAddress, 'hendra@example.com']);
    const isDue = await Promise.all((await find()).map(({ id }) => notifications.retryDeadLetter(id)));
    return { text: `${counted(isDue.filter(Boolean).length, 'message')} due again` };
  });
}

/** A dead letter has ids only; names are the roster's. */
function toText({ guardianId, childIds, reason, attempts }: DeadLetter): string {
  const guardian = jakarta.guardians.find(({ id }) => id === guardianId)?.name;
  const children = jakarta.children.filter(({ id }) => childIds.includes(id)).map(({ name }) => name);
  return `to ${guardian} about ${children.join(' and ')}, ${reason} at attempt ${attempts}`;
}

const mendAddress = `
  update attendance.guardians set contact = jsonb_build_object('email', $3::text)
  where school_id = $1 and contact->>'email' = $2`;
