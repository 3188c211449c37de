import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { createApp } from './app.ts';

// Sends the app a few requests and prints what a client gets. To serve it, give `app.fetch` to a server, such as
// `serve({ fetch: app.fetch })` of @hono/node-server.
const school = { id: 'tk-melati', name: 'TK Melati', timezone: 'Asia/Jakarta' };
const children = ['budi', 'citra', 'dimas'].map((id) => ({ schoolId: school.id, id, name: id }));
const repository = createMemoryRepository({ idType: 'text', roster: { schools: [school], children } });
const teachers = new Map([['let-me-in', { id: 'ibu-sari', schoolId: school.id }]]);
const app = createApp({
  attendance: createAttendance({ repository, limits: { requireSchoolId: true } }),
  authenticate: async (token) => teachers.get(token),
  report: (error) => console.error(error),
});

async function post(path: string, body: string): Promise<void> {
  const headers = { authorization: 'Bearer let-me-in', 'content-type': 'application/json' };
  const response = await app.request(path, { method: 'POST', headers, body });
  console.log(`\nPOST ${path} ${body}\n${response.status} ${JSON.stringify(await response.json(), null, 2)}`);
}

const occurredAt = new Date().toISOString();
await post('/marks', JSON.stringify({ childId: 'budi', status: 'present', occurredAt }));
await post('/marks', JSON.stringify({ childId: 'budi', status: 'present', occurredAt }));
await post('/bulk-marks', JSON.stringify({ childIds: ['citra', 'dimas', 'nobody'], status: 'present', occurredAt }));
await post('/marks', JSON.stringify({ childId: 'nobody', status: 'present', occurredAt }));
await post('/marks', JSON.stringify({ childId: 'budi', status: 'asleep', occurredAt }));
await post('/marks', '{ "childId": ');
