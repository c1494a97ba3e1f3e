import { disturb } from "../faults/disturb.ts";
import type { Part } from "../part.ts";
import { deliverWebhooks } from "../webhooks/deliver-webhooks.ts";
import { approvalRoutes } from "./approval-page/routes.ts";
import { captureRoutes } from "./captures.ts";
import { paypalCashier } from "./cashier.ts";
import { dashboardPage } from "./dashboard-page.ts";
import { disputeRoutes } from "./disputes.ts";
import { certificateRoute, notificationRoutes } from "./notifications.ts";
import { oauthRoutes } from "./oauth.ts";
import { orderRoutes } from "./orders.ts";
import { payoutRoutes } from "./payouts.ts";
import { paypalState } from "./state.ts";
import { transactionRoutes } from "./transactions.ts";
import { paypalSender } from "./webhook-sender.ts";

/** PayPal: its API under `/paypal/v1` and `/paypal/v2`, its approval page, its webhooks. */
export const paypal: Part = {
  name: "paypal",
  title: "PayPal",
  path: "/paypal",
  summary: "API under /paypal/v1 and /paypal/v2, approval page, webhooks signed by a certificate, payouts.",
  tables: new URL("./tables.sql", import.meta.url),
  routes(app, deps) {
    // Registered before the faults: a token and a certificate move nothing, so a fault there would hide the one asked for.
    oauthRoutes(app, deps);
    certificateRoute(app);
    for (const version of ["v1", "v2"]) app.use(`/paypal/${version}/*`, disturb(deps.faults, "paypal", null));
    orderRoutes(app, deps);
    captureRoutes(app, deps);
    transactionRoutes(app, deps);
    notificationRoutes(app, deps);
    payoutRoutes(app, deps);
    disputeRoutes(app, deps);
    approvalRoutes(app, deps);
    dashboardPage(app, deps);
  },
  run: (deps) => deliverWebhooks(deps, paypalSender(deps)),
  state: paypalState,
  cashier: paypalCashier,
};
