import { DAY_MS, MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { LinkNotValid } from "./errors.ts";

const content = z.object({ orderId: z.string(), until: z.number() });

const PURPOSE = "confirm_free_order";
const VALID_MS = DAY_MS;
export const FREE_ORDER_LINK_MINUTES = VALID_MS / MINUTE_MS;

/**
 * The token in the mail that asks whether an address is the buyer's. Sealed, not stored: it names its order and says until
 * when, and what it can do is bounded by the order's status.
 */
export function sealFreeOrderLink(ctx: Context, orderId: string): string {
  const until = ctx.clock.now().getTime() + VALID_MS;
  return ctx.services.secrets.seal(PURPOSE, JSON.stringify({ orderId, until }));
}

/** The order a token names. Throws `LinkNotValid` for one that was altered or is too old. */
export function openFreeOrderLink(ctx: Context, token: string): string {
  const link = opened(ctx, token);
  if (link.until <= ctx.clock.now().getTime()) throw new LinkNotValid();
  return link.orderId;
}

function opened(ctx: Context, token: string): z.infer<typeof content> {
  try {
    return content.parse(JSON.parse(ctx.services.secrets.open(PURPOSE, token)));
  } catch {
    throw new LinkNotValid();
  }
}
