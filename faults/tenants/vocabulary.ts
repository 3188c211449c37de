/** The default statuses. */
export const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;
/** Days that may be marked, and days that may not, since `editableDays` is 30. The clock stands on 2 March. */
export const days = ['2026-03-02', '2026-03-01', '2026-03-03', '2025-01-01', '2026-02-15'] as const;
