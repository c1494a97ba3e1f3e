import { type Actor, may } from "../platform/actor.ts";
import { equalSecrets, sha256 } from "../platform/secrets.ts";

/**
 * Who reads an order: its owner, staff, and whoever holds the token that was given when it was placed. Compared in
 * constant time; the caller answers "not found" to everybody else.
 */
export function mayReadOrder(
  actor: Actor,
  order: { userId: string | null; tokenHash: string },
  orderToken: string | null,
): boolean {
  return ownsOrder(actor, order, orderToken) || may(actor, "order:read");
}

/** Who acts for the buyer: the order's owner, and whoever holds its token. */
export function ownsOrder(
  actor: Actor,
  order: { userId: string | null; tokenHash: string },
  orderToken: string | null,
): boolean {
  if (actor.kind === "user" && order.userId === actor.id) return true;
  return orderToken !== null && equalSecrets(sha256(orderToken), order.tokenHash);
}
