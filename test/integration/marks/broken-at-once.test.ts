import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Pool } from 'pg';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rejectionOf } from '../support/rejection-of.ts';

const authenticationOk = message('R', Buffer.from([0, 0, 0, 0]));
const readyForQuery = message('Z', Buffer.from('I'));
const terminated = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

/** Lets everybody in, and ends each connection in the same breath, as a server does that is told to end all. */
const server = createServer((socket) => {
  socket.once('data', () => socket.end(Buffer.concat([authenticationOk, readyForQuery, terminated])));
  socket.on('error', () => {});
});

let pool: Pool;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  pool = new Pool({ host: '127.0.0.1', port, user: 'school', database: 'school', max: 2 });
});
afterAll(async () => {
  await pool.end();
  server.close();
});

test('a connection that is ended as soon as it is open fails its call, and not the process', async () => {
  const uncaught: unknown[] = [];
  const hear = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', hear);
  const repository = createPostgresRepository({ pool, timeoutMs: 200 });
  const error = await rejectionOf(repository.ping({}));
  process.off('uncaughtException', hear);
  expect(uncaught).toEqual([]);
  expect(error).toMatchObject({ code: 'repository_unavailable' });
});

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}
