import { randomBytes } from "node:crypto";
import type { Home } from "./home.ts";
import { readJson, writeJson } from "./json-file.ts";

const random = (bytes: number) => randomBytes(bytes).toString("base64url");
const hex = (bytes: number) => randomBytes(bytes).toString("hex");

/** What Stoa makes for itself on a machine where nobody set it. Keys of gateways are the sandbox's: they move no real money. */
const GENERATED = {
  AUTH_SECRET: () => random(48),
  STOA_ENCRYPTION_KEY: () => randomBytes(32).toString("base64"),
  POSTGRES_ADMIN_PASSWORD: () => random(24),
  POSTGRES_PASSWORD: () => random(24),
  REDIS_PASSWORD: () => random(24),
  WORKER_OPS_TOKEN: () => random(18),
  STRIPE_SECRET_KEY: () => `sk_test_${hex(24)}`,
  STRIPE_WEBHOOK_SECRET: () => `whsec_${hex(24)}`,
  PAYPAL_CLIENT_ID: () => `sandbox-${hex(16)}`,
  PAYPAL_CLIENT_SECRET: () => hex(24),
  PAYPAL_WEBHOOK_ID: () => `WH-${hex(9).toUpperCase()}`,
  FRAPPE_API_KEY: () => hex(8),
  FRAPPE_API_SECRET: () => hex(16),
} satisfies Record<string, () => string>;

export type Secrets = Record<keyof typeof GENERATED, string>;

/** The home's secrets, made at the first call and kept; one that a newer Stoa adds is made when it is first missed. */
export function keepSecrets(home: Home): Secrets {
  const path = home.in("secrets.json");
  const kept = readJson<Secrets>(path) ?? {};
  const entries = Object.entries(GENERATED).map(([name, make]) => [name, kept[name as keyof Secrets] ?? make()]);
  const secrets = Object.fromEntries(entries) as Secrets;
  if (Object.keys(GENERATED).some((name) => !(name in kept))) writeJson(path, secrets);
  return secrets;
}
