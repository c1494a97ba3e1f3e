import type { Secrets } from "../secrets.ts";

/** Secrets that every check of the environment takes. */
export const secrets: Secrets = {
  AUTH_SECRET: "a".repeat(64),
  STOA_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
  POSTGRES_ADMIN_PASSWORD: "p",
  POSTGRES_PASSWORD: "p",
  REDIS_PASSWORD: "r",
  WORKER_OPS_TOKEN: "w".repeat(24),
  STRIPE_SECRET_KEY: "sk_test_own",
  STRIPE_WEBHOOK_SECRET: "whsec_own",
  PAYPAL_CLIENT_ID: "sandbox-own",
  PAYPAL_CLIENT_SECRET: "own",
  PAYPAL_WEBHOOK_ID: "WH-OWN",
  FRAPPE_API_KEY: "key",
  FRAPPE_API_SECRET: "secret",
};
