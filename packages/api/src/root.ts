import { affiliatesRouter } from "./affiliates/index.ts";
import { auditRouter } from "./audit/index.ts";
import { cartRouter, checkoutRouter } from "./checkout/index.ts";
import { couponsRouter } from "./coupons/index.ts";
import { coursesRouter } from "./courses/index.ts";
import { flagsRouter } from "./flags/index.ts";
import { grantsRouter } from "./grants/index.ts";
import { identityRouter } from "./identity/index.ts";
import { learningRouter } from "./learning/index.ts";
import { lmsRouter } from "./lms/index.ts";
import { notificationsRouter } from "./notifications/index.ts";
import { ordersRouter } from "./orders/index.ts";
import { paymentsRouter } from "./payments/index.ts";
import { payoutsRouter } from "./payouts/index.ts";
import { reconciliationRouter } from "./reconciliation/index.ts";
import { reportingRouter } from "./reporting/index.ts";
import { settingsRouter } from "./settings/index.ts";
import { createCallerFactory, router } from "./trpc.ts";
import { webhooksRouter } from "./webhooks/index.ts";

/** Every procedure of Stoa; one line a domain. Web, admin, mobile, REST and MCP are faces of this router. */
export const appRouter = router({
  affiliates: affiliatesRouter,
  audit: auditRouter,
  cart: cartRouter,
  checkout: checkoutRouter,
  coupons: couponsRouter,
  flags: flagsRouter,
  grants: grantsRouter,
  lms: lmsRouter,
  orders: ordersRouter,
  payments: paymentsRouter,
  payouts: payoutsRouter,
  settings: settingsRouter,
  courses: coursesRouter,
  identity: identityRouter,
  learning: learningRouter,
  notifications: notificationsRouter,
  reconciliation: reconciliationRouter,
  reporting: reportingRouter,
  webhooks: webhooksRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP, under the same access rules and limits: for server components and tests. */
export const createCaller = createCallerFactory(appRouter);
