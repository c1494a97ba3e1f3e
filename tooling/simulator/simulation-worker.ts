import { runSeed } from "./run-seed.ts";
import type { Order } from "./simulate.ts";

/** A process that plays the seeds it is sent, one after another, until its parent ends it. */
process.on("message", async ({ server, seed, steps }: Order) => {
  const run = await runSeed(server, seed, steps);
  process.send?.(run);
});
process.on("disconnect", () => process.exit());
