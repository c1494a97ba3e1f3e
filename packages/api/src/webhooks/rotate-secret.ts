import { withTransaction } from "@stoa/db";
import { addMs, HOUR_MS } from "@stoa/kit";
import type { Context } from "../platform/context.ts";
import { changeEndpoint, lockEndpoint, recordEndpointAudit } from "./endpoint.ts";
import type { RotateSecretInput } from "./schemas.ts";
import { newSigningSecret } from "./signing.ts";

export interface RotatedSecret {
  id: string;
  secret: string;
  /** Null when the old secret signs nothing any more. */
  previousUntil: Date | null;
}

/**
 * Gives an endpoint a new secret. For some hours the old one signs as well, so that the receiver can change over at leisure;
 * one that has leaked is given none. A secret from before the old one stops at once. Throws `EndpointNotFound`.
 */
export async function rotateSecret(ctx: Context, { id, overlapHours }: RotateSecretInput): Promise<RotatedSecret> {
  return withTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpoint(tx, id);
    const { secret, sealed } = newSigningSecret(ctx.services.secrets);
    const previousUntil = overlapHours === 0 ? null : addMs(ctx.clock.now(), overlapHours * HOUR_MS);
    await changeEndpoint(tx, id, {
      secretSealed: sealed,
      previousSecretSealed: previousUntil && endpoint.secretSealed,
      previousSecretUntil: previousUntil,
    });
    await recordEndpointAudit(tx, "rotate_secret", id, { after: { overlapHours } });
    return { id, secret, previousUntil };
  });
}
