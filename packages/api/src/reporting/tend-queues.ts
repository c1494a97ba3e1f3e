import { withTransaction } from "@stoa/db";
import { discardDead, replayDead } from "@stoa/jobs";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";

/** Gives a message that was given up all its tries again. Throws `NoDeadMessage`. */
export async function replayDeadMessage(ctx: Context, id: string): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    await replayDead(tx, id);
    await recordAudit(tx, { action: "queues.replay", subjectKind: "outbox_message", subjectId: id });
    return { id };
  });
}

/** Settles a message without running it; it stays on record. Throws `NoDeadMessage`. */
export async function discardDeadMessage(ctx: Context, id: string): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    await discardDead(tx, id);
    await recordAudit(tx, { action: "queues.discard", subjectKind: "outbox_message", subjectId: id });
    return { id };
  });
}
