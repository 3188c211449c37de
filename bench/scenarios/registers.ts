import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { openPool } from '../contestants/open-pool.ts';
import { alternate } from '../load/alternate.ts';
import { summarise } from '../load/summarise.ts';
import type { Scenario } from './scenario.ts';

/** The register of a day as one reads it by hand: the school's children, each with its record. */
const plainJoin = {
  name: 'plain_register',
  text: `select c.id, c.name, e.class_id, r.status, r.reason, r.note, r.marked_by, r.occurred_at, r.confirmed_at, r.recorded_at
  from attendance.children c
    left join attendance.enrolments e on e.school_id = c.school_id and e.child_id = c.id
    left join attendance.records r on r.school_id = c.school_id and r.child_id = c.id and r.date = $2 and r.session = 'day'
  where c.school_id = $1`,
};

/** Registers of 200 children on days of the history, beside a plain join of the same tables. */
export const measureRegisters: Scenario = async ({ world, calendar, options }) => {
  const pool = openPool(world.url, 'rollbook', 1);
  const attendance = createAttendance({ repository: createPostgresRepository({ pool }), clock: calendar });
  const date = '2026-02-27';
  const readers = [
    { name: 'rollbook', read: (schoolId: string) => attendance.getRegister({ schoolId, date }) },
    { name: 'plain join', read: (schoolId: string) => pool.query({ ...plainJoin, values: [schoolId, date] }) },
  ];
  try {
    const measured = await alternate(readers, options, async ({ read }) => {
      const latencies: number[] = [];
      for (const startedAt = performance.now(); performance.now() - startedAt < options.durationMs; ) {
        const { schoolId = '' } = world.roster.schools[latencies.length % world.roster.schools.length] ?? {};
        const sentAt = performance.now();
        await read(schoolId);
        latencies.push(performance.now() - sentAt);
      }
      const { p50, p95 } = summarise(latencies);
      return { p50, p95 };
    });
    return {
      id: 'registers',
      title: 'Registers',
      how: 'One reader reads the registers of schools of 200 children, one after the other, on a day of the history.',
      rows: measured.map(({ subject, figures, runs }) => ({ contestant: subject.name, ...figures, runs })),
    };
  } finally {
    await attendance.close();
    await pool.end();
  }
};
