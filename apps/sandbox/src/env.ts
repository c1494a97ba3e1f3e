import { z } from "zod";

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const secrets = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((list) =>
      list
        .split(",")
        .map((secret) => secret.trim())
        .filter((secret) => secret !== ""),
    )
    .refine((list) => list.length > 0, { message: "names no secret" });

const schema = z.object({
  SANDBOX_DATABASE_URL: z.string({
    error: "is missing: the sandbox keeps its books in a Postgres database of its own",
  }),
  SANDBOX_PORT: port(3002),
  SANDBOX_SMTP_PORT: port(3025),
  WEB_PORT: port(3000),
  STRIPE_SECRET_KEY: z.string().default("sk_test_sandbox"),
  STRIPE_WEBHOOK_SECRET: secrets("whsec_sandbox"),
  STRIPE_WEBHOOK_URL: z.string().optional(),
  PAYPAL_CLIENT_ID: z.string().default("sandbox"),
  PAYPAL_CLIENT_SECRET: z.string().default("sandbox"),
  PAYPAL_WEBHOOK_ID: z.string().default("WH-SANDBOX"),
  PAYPAL_WEBHOOK_URL: z.string().optional(),
  CAPTCHA_SITE_KEY: z.string().default("sandbox"),
  CAPTCHA_SECRET_KEY: z.string().default("sandbox"),
  FRAPPE_API_KEY: z.string().default("sandbox"),
  FRAPPE_API_SECRET: z.string().default("sandbox"),
});

export interface SandboxConfig {
  databaseUrl: string;
  /** 0 lets the system choose. */
  port: number;
  smtpPort: number;
  stripe: { secretKey: string; webhookSecrets: readonly string[]; webhookUrl: string };
  paypal: { clientId: string; clientSecret: string; webhookId: string; webhookUrl: string };
  frappe: { apiKey: string; apiSecret: string };
  turnstile: { siteKey: string; secretKey: string };
}

/** The sandbox's settings. Throws one sentence that names every wrong variable. */
export function readEnv(env: NodeJS.ProcessEnv = process.env): SandboxConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; "));
  }
  const values = parsed.data;
  return {
    databaseUrl: values.SANDBOX_DATABASE_URL,
    port: values.SANDBOX_PORT,
    smtpPort: values.SANDBOX_SMTP_PORT,
    stripe: {
      secretKey: values.STRIPE_SECRET_KEY,
      webhookSecrets: values.STRIPE_WEBHOOK_SECRET,
      webhookUrl: values.STRIPE_WEBHOOK_URL ?? `http://127.0.0.1:${values.WEB_PORT}/api/webhooks/stripe`,
    },
    paypal: {
      clientId: values.PAYPAL_CLIENT_ID,
      clientSecret: values.PAYPAL_CLIENT_SECRET,
      webhookId: values.PAYPAL_WEBHOOK_ID,
      webhookUrl: values.PAYPAL_WEBHOOK_URL ?? `http://127.0.0.1:${values.WEB_PORT}/api/webhooks/paypal`,
    },
    frappe: { apiKey: values.FRAPPE_API_KEY, apiSecret: values.FRAPPE_API_SECRET },
    turnstile: { siteKey: values.CAPTCHA_SITE_KEY, secretKey: values.CAPTCHA_SECRET_KEY },
  };
}
