/**
 * Who may import whom. This file is the only place to change when a package or a domain is added; the tests beside it
 * read the sources and compare.
 */

/** Packages and apps by level: one may import any of a lower level, never of its own. */
export const PACKAGE_LEVELS: readonly (readonly string[])[] = [
  ["packages/kit"],
  ["packages/db", "packages/payments", "packages/lms", "packages/media", "packages/email", "packages/ui"],
  ["packages/ledger", "packages/jobs"],
  ["packages/api"],
  ["apps/web", "apps/admin", "apps/mobile", "apps/worker", "apps/sandbox"],
  ["bin", "e2e"],
];

/** The folder that holds the domains. */
export const DOMAINS = "packages/api/src";

/** Folders and files of `DOMAINS` by rank: one may import any of a lower rank, never of its own or a higher one. */
export const DOMAIN_RANKS: readonly (readonly string[])[] = [
  ["env.ts"],
  ["platform"],
  ["middleware"],
  ["trpc.ts"],
  ["identity", "audit", "settings", "flags"],
  ["notifications", "media", "content"],
  ["courses", "venues", "creators", "partners"],
  ["orders", "payments", "carts"],
  ["entitlements", "coupons", "payouts"],
  ["grants", "affiliates", "loyalty"],
  ["learning", "licences", "bookings", "tickets", "sessions", "memberships", "wallets", "lms"],
  ["checkout"],
  ["reconciliation", "reporting", "webhooks", "privacy"],
  ["root.ts", "jobs.ts", "seed"],
  ["index.ts", "http"],
];

/** Parts of `DOMAINS` that are no domain: they have no `index.ts`, and their files are imported one by one. */
export const NOT_DOMAINS: readonly string[] = ["platform", "middleware", "seed", "http"];

/** Names of payment gateways. Above `packages/payments` code says "gateway", so that adding one changes no caller. */
export const GATEWAYS = ["stripe", "dodo", "razorpay", "paypal", "paystack"] as const;
