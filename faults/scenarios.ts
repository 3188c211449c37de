import type { Scenario } from './scenario.ts';
import { blackHole } from './scenarios/black-hole.ts';
import { conflictingMarks } from './scenarios/conflicting-marks.ts';
import { correctionsAcrossMidnight } from './scenarios/corrections-across-midnight.ts';
import { exhaustedPool } from './scenarios/exhausted-pool.ts';
import { fuzz } from './scenarios/fuzz.ts';
import { gracefulStop } from './scenarios/graceful-stop.ts';
import { killedBackend } from './scenarios/killed-backend.ts';
import { lostReplies } from './scenarios/lost-replies.ts';
import { model } from './scenarios/model.ts';
import { notifierOutage } from './scenarios/notifier-outage.ts';
import { overlappingBulks } from './scenarios/overlapping-bulks.ts';
import { pgbouncer } from './scenarios/pgbouncer.ts';
import { reconcile } from './scenarios/reconcile.ts';
import { restartedServer } from './scenarios/restarted-server.ts';
import { tenants } from './scenarios/tenants.ts';
import { terminateStorm } from './scenarios/terminate-storm.ts';
import { transactionsAt } from './scenarios/transactions.ts';
import { workerKilled } from './scenarios/worker-killed.ts';
import { workerPaused } from './scenarios/worker-paused.ts';

/** Every scenario, in the order of `docs/operate/reliability.md`. */
export const scenarios: readonly Scenario[] = [
  killedBackend,
  terminateStorm,
  restartedServer,
  lostReplies,
  blackHole,
  exhaustedPool,
  workerKilled('claim'),
  workerKilled('send'),
  workerKilled('acknowledgement'),
  workerPaused,
  notifierOutage,
  correctionsAcrossMidnight,
  gracefulStop,
  conflictingMarks,
  overlappingBulks,
  pgbouncer,
  transactionsAt('read committed'),
  transactionsAt('repeatable read'),
  transactionsAt('serializable'),
  model,
  reconcile,
  fuzz,
  tenants,
];
