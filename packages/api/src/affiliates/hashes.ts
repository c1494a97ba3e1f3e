import { createHmac } from "node:crypto";
import { callerNetwork } from "../middleware/rate-limits.ts";
import type { Context } from "../platform/context.ts";

/**
 * Names where a request comes from without keeping its address: hashed under a key of the installation, so that equal
 * ones can be told and none can be guessed back.
 */
export function networkHash(ctx: Context): string {
  return keyed(ctx, "network", callerNetwork(ctx));
}

/** Names the browser a request comes from. */
export function deviceHash(ctx: Context): string {
  return keyed(ctx, "device", ctx.request?.userAgent ?? "");
}

function keyed(ctx: Context, kind: string, value: string): string {
  return createHmac("sha256", ctx.services.env.STOA_ENCRYPTION_KEY)
    .update(`affiliates:${kind}:${value}`)
    .digest("hex")
    .slice(0, 32);
}
