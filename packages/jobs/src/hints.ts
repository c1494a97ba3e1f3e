import { connect } from "@stoa/db";
import type { Log } from "@stoa/kit";
import { OUTBOX_CHANNEL } from "./enqueue.ts";

export interface Hints {
  close(): Promise<void>;
}

/**
 * Listens for the hint that a commit has left something in the outbox. It may stay away, as it does behind a pooler in
 * transaction mode: the relay looks by itself all the same, only up to a second later.
 */
export async function listenForHints(url: string, log: Log, onHint: () => void): Promise<Hints> {
  const { sql, close } = connect({ url, max: 1, applicationName: "stoa-hints" });
  await sql.listen(OUTBOX_CHANNEL, onHint).catch((error: unknown) => {
    log.warn({ err: error }, "cannot listen for hints; the outbox is looked at every second");
  });
  return { close };
}
