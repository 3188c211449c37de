/** How often a scenario is played. Each takes about a second: `FAULT_ROUNDS=50` makes a longer run. */
export const rounds = Number(process.env['FAULT_ROUNDS'] ?? 2);
