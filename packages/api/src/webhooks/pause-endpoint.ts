import { tables, withTransaction } from "@stoa/db";
import { eq } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { runbookUrl } from "../platform/raise-alert.ts";
import { changeEndpoint, type Endpoint, lockEndpoint, type Pause, recordEndpointAudit } from "./endpoint.ts";

const { users } = tables;

const WORDS: Readonly<Record<Exclude<Pause, "by_hand">, string>> = {
  gone: "It answered 410 Gone, which says that it wants to hear nothing any more.",
  failing: "It has taken nothing that was sent to it for five days.",
};

/** Sends an endpoint nothing until it is resumed; its events are held meanwhile. Throws `EndpointNotFound`. */
export async function pauseEndpoint(ctx: Context, id: string): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, id);
    if (endpoint.status === "active") await pause(tx, endpoint, "by_hand");
    return { id };
  });
}

/** Sends to an endpoint again. What was held stays so until it is recovered. Throws `EndpointNotFound`. */
export async function resumeEndpoint(ctx: Context, id: string): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, id);
    if (endpoint.status === "active") return { id };
    await changeEndpoint(tx, id, { status: "active", pause: null, pausedAt: null, failingSince: null });
    await recordEndpointAudit(tx, "resume_endpoint", id, { before: { pause: endpoint.pause } });
    return { id };
  });
}

/** Pauses an endpoint that wants or takes nothing any more, and tells who made it; not one that was deleted. The caller holds it. */
export async function pauseByItself(ctx: TxContext, endpoint: Endpoint, why: keyof typeof WORDS): Promise<void> {
  if (endpoint.status === "paused" || endpoint.deletedAt) return;
  await pause(ctx, endpoint, why);
  const [owner] = await ctx.db.select({ email: users.email }).from(users).where(eq(users.id, endpoint.createdBy));
  if (!owner) return;
  const at = ctx.clock.now().toISOString();
  await queueMail(ctx, {
    template: "ops-alert",
    to: owner.email,
    locale: "en",
    userId: endpoint.createdBy,
    data: {
      severity: "warning",
      title: "A webhook endpoint was paused",
      summary: `${WORDS[why]} Its events are held: resume it and recover them once it works.`,
      facts: [
        { label: "Endpoint", value: endpoint.description },
        { label: "Address", value: endpoint.url },
      ],
      runbookUrl: runbookUrl(ctx.services.env, "webhook-endpoint-paused"),
      at,
      timeZone: "UTC",
    },
    dedupeKey: `webhook-paused:${at}:${endpoint.id}`,
  });
}

async function pause(ctx: TxContext, endpoint: Endpoint, why: Pause): Promise<void> {
  await changeEndpoint(ctx, endpoint.id, { status: "paused", pause: why, pausedAt: ctx.clock.now() });
  await recordEndpointAudit(ctx, "pause_endpoint", endpoint.id, { after: { pause: why } });
}
