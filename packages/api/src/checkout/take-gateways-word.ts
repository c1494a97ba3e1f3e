import { withTransaction } from "@stoa/db";
import type { Gateway, GatewayFact } from "@stoa/payments";
import type { Context } from "../platform/context.ts";
import { type Applied, applyFact } from "./apply-fact.ts";
import { freshFacts } from "./fresh-facts.ts";

/**
 * Does what a gateway says now, with what must have happened before it, as if its event had just come. Money of an order
 * that is not here is held. What is known already changes nothing.
 */
export async function takeGatewaysWord(ctx: Context, gateway: Gateway, fact: GatewayFact): Promise<Applied[]> {
  const facts = await freshFacts(ctx, gateway, fact);
  return withTransaction(ctx, async (tx) => {
    const applied: Applied[] = [];
    for (const each of facts) applied.push(await applyFact(tx, gateway.name, each, "hold"));
    return applied;
  });
}
