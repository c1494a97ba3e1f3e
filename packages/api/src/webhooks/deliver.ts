import { withTransaction } from "@stoa/db";
import { RetryLater } from "@stoa/jobs";
import type { Context } from "../platform/context.ts";
import { type Claimed, claimDelivery } from "./claim-delivery.ts";
import { reachableFrom } from "./endpoint-address.ts";
import { type Answer, postMessage } from "./post-message.ts";
import { recordTry } from "./record-try.ts";
import { isTaken } from "./retry-schedule.ts";
import { signedHeaders } from "./signing.ts";

/**
 * Makes one try of a delivery, and puts itself off to the next where it failed. A worker that dies between the answer and
 * its record makes the same try again: the receiver tells the second by the message's id.
 */
export async function deliver(
  ctx: Context,
  delivery: { deliveryId: string; round: number },
  signal: AbortSignal,
): Promise<void> {
  const claim = await claimDelivery(ctx, delivery);
  if (claim === "settled") return;
  if (claim instanceof Date) throw new RetryLater(claim, "it is not this delivery's turn");
  const answer = await post(ctx, claim, signal);
  const outcome = isTaken(answer.status) ? "taken" : answer.status === null ? "unanswered" : "refused";
  ctx.services.metrics.webhookDeliveries.observe({ outcome }, answer.latencyMs / 1000);
  const again = await withTransaction(ctx, (tx) => recordTry(tx, claim, answer));
  if (again) throw new RetryLater(again, `the endpoint answered ${answer.status ?? "nothing"}`);
}

async function post(ctx: Context, { endpoint, message }: Claimed, signal: AbortSignal): Promise<Answer> {
  const { env, secrets } = ctx.services;
  return postMessage({
    url: endpoint.url,
    headers: {
      "content-type": "application/json",
      "user-agent": "Stoa-Webhooks/1",
      "x-correlation-id": ctx.correlationId,
      ...signedHeaders(secrets, endpoint, message, ctx.clock.now()),
    },
    body: message.body,
    reachable: reachableFrom(env),
    signal,
  });
}
