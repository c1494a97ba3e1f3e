import { disturb } from "../faults/disturb.ts";
import type { Part } from "../part.ts";
import { deliverWebhooks } from "../webhooks/deliver-webhooks.ts";
import { booksRoutes } from "./books-routes.ts";
import { stripeCashier } from "./cashier.ts";
import { checkoutSessionRoutes } from "./checkout-sessions.ts";
import { runClockwork } from "./clockwork.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { disputeRoutes } from "./disputes.ts";
import { unknownPath } from "./endpoint.ts";
import { hostedPageRoutes } from "./hosted-page/routes.ts";
import { releaseInterruptedKeys } from "./idempotency.ts";
import { paymentIntentRoutes } from "./payment-intents.ts";
import { refundRoutes } from "./refunds.ts";
import { stripeState } from "./state.ts";
import { transferRoutes } from "./transfers.ts";
import { stripeSender } from "./webhook-sender.ts";

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
    refundRoutes(app, deps);
    disputeRoutes(app, deps);
    transferRoutes(app, deps);
    booksRoutes(app, deps);
    unknownPath(app, deps);
    hostedPageRoutes(app, deps);
    dashboardPage(app, deps);
  },
  async run(deps) {
    await releaseInterruptedKeys(deps.books);
    const loops = [await deliverWebhooks(deps, stripeSender(deps)), await runClockwork(deps)];
    return {
      close: async () => {
        await Promise.all(loops.map((loop) => loop.close()));
      },
    };
  },
  state: (deps) => stripeState(deps.books),
  cashier: stripeCashier,
};
