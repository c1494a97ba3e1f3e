import type { AnyJob } from "@stoa/jobs";
import { affiliatesJobs } from "./affiliates/index.ts";
import { cartsJobs } from "./carts/index.ts";
import { checkoutJobs } from "./checkout/index.ts";
import { grantsJobs } from "./grants/index.ts";
import { identityJobs } from "./identity/index.ts";
import { lmsJobs } from "./lms/index.ts";
import { notificationsJobs } from "./notifications/index.ts";
import { paymentsJobs } from "./payments/index.ts";
import { payoutsJobs } from "./payouts/index.ts";
import type { Context } from "./platform/context.ts";
import { reconciliationJobs } from "./reconciliation/index.ts";
import { reportingJobs } from "./reporting/index.ts";
import { webhooksJobs } from "./webhooks/index.ts";

/** Every background job of Stoa; one line a domain. The worker runs these and nothing else. */
export const jobs: readonly AnyJob<Context>[] = [
  ...cartsJobs,
  ...affiliatesJobs,
  ...checkoutJobs,
  ...grantsJobs,
  ...identityJobs,
  ...lmsJobs,
  ...notificationsJobs,
  ...paymentsJobs,
  ...payoutsJobs,
  ...reconciliationJobs,
  ...reportingJobs,
  ...webhooksJobs,
];
