import Table from 'cli-table3';
import type { DailySummary, DefaultStatus, Register } from 'rollbook';
import type { DemoSchool } from './schools.ts';

/** No colours: the output may go to a file. */
const plain = { head: [], border: [], compact: true };

/** A school's register as its office wants to see it: times are the school's own. */
export function registerTable(school: DemoSchool, register: Register<DefaultStatus>): string {
  const table = new Table({ head: ['Child', 'Class', 'Status', 'Since', 'Marked by', 'Reason'], style: plain });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: school.timezone, hour: '2-digit', minute: '2-digit' });
  for (const { name, classId, status, record } of register.entries) {
    const since = status && record ? time.format(record.occurredAt) : '';
    table.push([name, classId ?? '', status ?? 'unmarked', since, record?.markedBy ?? '', record?.reason ?? '']);
  }
  return table.toString();
}

/** The schools' day, a school a line. */
export function summaryTable(rows: readonly { school: DemoSchool; summary: DailySummary<DefaultStatus> }[]): string {
  const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;
  const head = ['School', 'Enrolled', ...statuses.map(capitalised), 'Unmarked', 'Attended'];
  const table = new Table({ head, style: plain, colAligns: ['left', ...head.slice(1).map(() => 'right' as const)] });
  for (const { school, summary } of rows) {
    const byStatus = statuses.map((status) => summary.byStatus[status]);
    table.push([school.name, summary.enrolled, ...byStatus, summary.unmarked, summary.attended]);
  }
  return table.toString();
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
