import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';

const school = { id: 'tk-melati', name: 'TK Melati', timezone: 'Asia/Jakarta' };
const names = { budi: 'Budi Santoso', citra: 'Citra Santoso', dimas: 'Dimas Pratama', putri: 'Putri Wijaya' };
const children = Object.entries(names).map(([id, name]) => ({ schoolId: school.id, id, name }));

// Ids are uuids unless said otherwise; 'text' takes any string, which suits an example.
const repository = createMemoryRepository({ idType: 'text', roster: { schools: [school], children } });
const attendance = createAttendance({ repository });
const teacher = { schoolId: school.id, markedBy: 'ibu-sari' };

const first = await attendance.markAttendance({ ...teacher, childId: 'budi', status: 'present' });
console.log(`Budi: ${first.outcome}`);

const everybody = await attendance.markBulkAttendance({
  ...teacher,
  childIds: ['budi', 'citra', 'dimas', 'nobody'],
  status: 'present',
});
for (const { childId, outcome, code } of everybody.outcomes) console.log(`  ${childId}: ${code ?? outcome}`);

const correction = await attendance.markAttendance({ ...teacher, childId: 'citra', status: 'sick', reason: 'fever' });
console.log(`Citra: ${correction.outcome}, was ${correction.previousStatus}`);

const register = await attendance.getRegister({ schoolId: school.id });
console.log(`\n${school.name}, ${register.date}`);
for (const { name, status } of register.entries) console.log(`  ${name.padEnd(14)} ${status ?? 'unmarked'}`);

const { attended, enrolled, unmarked, byStatus } = await attendance.getDailySummary({ schoolId: school.id });
console.log(`${attended} of ${enrolled} attend, ${byStatus.sick} sick, ${unmarked} unmarked`);

await attendance.close();
