import { readFileSync } from 'node:fs';
import { defaultCatalog, renderNotification } from 'rollbook/messages';
import { expect, test } from 'vitest';
import { placeholders } from '../../../src/messages/texts.ts';
import { tableOf } from '../../integration/support/markdown.ts';
import { aChange, aNotification } from './support/a-notification.ts';

const page = readFileSync(new URL('../../../docs/guide/messages.md', import.meta.url), 'utf8');
const tableAfter = (head: string) => tableOf(page.slice(page.indexOf(head)).split('\n\n')[0] ?? '');

test('docs/guide/messages.md shows the messages as they are', () => {
  const occurredAt = new Date('2026-11-02T00:40:00Z');
  const changes = [
    aChange({ occurredAt, status: 'late' }),
    aChange({ occurredAt, status: 'late', previousStatus: 'absent' }),
    aChange({ occurredAt, status: null, previousStatus: 'absent' }),
  ];
  const rendered = changes.map((change) =>
    ['en', 'id'].map((locale) => renderNotification(aNotification([change]), { locale })),
  );
  expect(tableAfter('| what happened').map(([, ...texts]) => texts)).toEqual(rendered);
});

test('docs/guide/messages.md shows messages over several sessions as they are', () => {
  const occurredAt = new Date('2026-11-02T00:05:00Z');
  const sekar = aChange({ occurredAt, status: 'sick', session: 'am' });
  const bagas = { ...sekar, child: { id: 'child-2', name: 'Bagas' } };
  const messages = [
    [sekar, { ...sekar, session: 'pm' }],
    [sekar, { ...sekar, status: 'present', session: 'pm' }],
    [sekar, { ...sekar, session: 'pm' }, { ...bagas, session: 'pm' }],
  ];
  const rendered = messages.map((changes) =>
    ['en', 'id'].map((locale) => renderNotification(aNotification(changes), { locale })),
  );
  expect(tableAfter('| over several sessions').map(([, ...texts]) => texts)).toEqual(rendered);
});

test('docs/guide/messages.md lists the statuses and their phrases', () => {
  const { en, id } = defaultCatalog;
  const phrases = Object.entries(en.statuses).map(([name, phrase]) => [
    `\`${name}\``,
    phrase,
    Reflect.get(id.statuses, name),
  ]);
  expect(tableAfter('| status')).toEqual(phrases);
});

test('docs/guide/messages.md lists the placeholders of each text', () => {
  const shown = (names: readonly string[]) => names.map((name) => `\`{${name}}\``).join(', ');
  const rows = Object.entries(placeholders).map(([name, [must, may]]) => [`\`${name}\``, shown(must), shown(may)]);
  expect(
    tableAfter('| text |')
      .map((cells) => cells.slice(0, 3))
      .slice(0, rows.length),
  ).toEqual(rows);
});
