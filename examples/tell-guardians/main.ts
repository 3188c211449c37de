import { createAttendance, type Notifier, NotifierError } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { renderNotification } from 'rollbook/messages';

const school = { id: 'tk-melati', name: 'TK Melati', timezone: 'Asia/Jakarta' };
const names = { budi: 'Budi', citra: 'Citra', dimas: 'Dimas' };
const children = Object.entries(names).map(([id, name]) => ({ schoolId: school.id, id, name }));
const sri = { schoolId: school.id, id: 'sri', name: 'Ibu Sri', locale: 'id-ID', contact: '+62 811 0001' };
const guardians = [
  { ...sri, childId: 'budi' },
  { ...sri, childId: 'citra' },
  { ...sri, childId: 'dimas', id: 'tom', name: 'Tom', locale: 'en-GB', contact: 'no number' },
];

/** Stands in for your SMS provider. */
const notifier: Notifier = {
  notify: async (notification, { idempotencyKey }) => {
    const { name, contact } = notification.guardian;
    if (contact === 'no number') throw new NotifierError('not a number', { permanent: true });
    console.log(`to ${name} (key …${idempotencyKey.slice(-4)}): ${renderNotification(notification)}`);
  },
};

const repository = createMemoryRepository({ idType: 'text', roster: { schools: [school], children, guardians } });
const attendance = createAttendance({ repository, notifier });
const teacher = { schoolId: school.id, markedBy: 'ibu-sari' };

await attendance.markBulkAttendance({ ...teacher, childIds: Object.keys(names), status: 'absent' });
console.log(await attendance.notifications.drain());

// Citra came late, after all. Ibu Sri was told otherwise, so she is told again; of Budi she knows.
await attendance.markAttendance({ ...teacher, childId: 'citra', status: 'late' });
console.log(await attendance.notifications.drain());

// Tom's message was given up. The number is mended, and the message is sent again.
repository.setRoster({
  schools: [school],
  children,
  guardians: guardians.map((guardian) => (guardian.id === 'tom' ? { ...guardian, contact: '+62 811 0002' } : guardian)),
});
for (const { id, reason } of await attendance.notifications.deadLetters()) {
  console.log(`given up: …${id.slice(-4)}, ${reason}`);
  await attendance.notifications.retryDeadLetter(id);
}
console.log(await attendance.notifications.drain());

await attendance.close();
