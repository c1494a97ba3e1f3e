import { disturb } from "../faults/disturb.ts";
import type { Part } from "../part.ts";
import { checkoutSessionRoutes } from "./checkout-sessions.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";
import { hostedPageRoutes } from "./hosted-page/routes.ts";
import { releaseInterruptedKeys } from "./idempotency.ts";
import { paymentIntentRoutes } from "./payment-intents.ts";

/** Stripe: its API under `/v1`, its hosted payment page under `/pay`, its webhooks. */
export const stripe: Part = {
  name: "stripe",
  title: "Stripe",
  path: "/stripe",
  summary: "API under /v1, hosted payment page under /pay, webhooks with real signatures.",
  tables: new URL("./tables.sql", import.meta.url),
  routes(app, deps) {
    app.use("/v1/*", disturb(deps.faults, "stripe", null));
    checkoutSessionRoutes(app, deps);
    paymentIntentRoutes(app, deps);
    hostedPageRoutes(app, deps);
  },
  async run(deps) {
    await releaseInterruptedKeys(deps.books);
    return deliverWebhooks(deps);
  },
};
