import { Player } from "./run-seed.ts";
import type { Order } from "./simulate.ts";

let player: Player | null = null;

/** A process that plays the seeds it is sent, one after another, until its parent ends it. */
process.on("message", async ({ server, seed, steps }: Order) => {
  player ??= new Player(server);
  process.send?.(await player.play(seed, steps));
});
process.on("disconnect", () => process.exit());
