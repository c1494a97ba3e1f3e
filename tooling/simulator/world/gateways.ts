import { GatewayBooks } from "./gateway-books.ts";
import type { GatewayWorld } from "./gateway-line.ts";
import { PayingGateway } from "./paying-gateway.ts";
import type { GatewayTerms } from "./payment-books.ts";
import { ScriptedGateway } from "./scripted-gateway.ts";
import { ScriptedPayPal } from "./scripted-paypal.ts";

const STRIPE: GatewayTerms = { settlesIn: "EUR", payoutFee: 0 };

/**
 * The gateways that are played: each opens one with books of its own. One that differs from the hosted page of a
 * `ScriptedGateway` is a class that extends it; what happens at a gateway is drawn for all of them alike.
 */
export const GATEWAYS: readonly ((world: GatewayWorld) => ScriptedGateway)[] = [
  (world) => new PayingGateway("stripe", world, new GatewayBooks("stripe", () => world.clock.now(), STRIPE)),
  (world) => new ScriptedGateway("dodo", world),
  (world) => new ScriptedPayPal(world),
];
