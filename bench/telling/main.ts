import { benchMarkLatency } from './mark-latency.ts';
import { benchThroughput } from './throughput.ts';
import { createWorld } from './world.ts';

const world = await createWorld(50);
try {
  await benchMarkLatency(world);
  console.log('\nDeliveries a second, a notifier of 0 ms:');
  for (const concurrency of [16, 128]) {
    for (const workers of [1, 4]) await benchThroughput(world, workers, concurrency);
  }
} finally {
  await world.end();
}
