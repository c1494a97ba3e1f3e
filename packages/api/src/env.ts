import { networkSchema } from "@stoa/kit";
import { z } from "zod";

const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be a URL starting with ${protocols.join(" or ")}`,
  });
const port = z.coerce.number().int().min(0).max(65_535);
const networks = z
  .string()
  .transform((list) => list.split(","))
  .refine((list) => list.every((entry) => networkSchema.safeParse(entry).success), {
    message: "must be addresses or networks such as 203.0.113.0/24, separated by commas",
  })
  .pipe(z.array(networkSchema));
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const withDefault = <T extends z.ZodType<string>>(schema: T, value: string) =>
  z.preprocess((given) => (given === undefined || given === "" ? value : given), schema);

const TURNSTILE = "https://challenges.cloudflare.com/turnstile/v0";
/** The widget's script, unless `CAPTCHA_SCRIPT_URL` names another. */
export const captchaScriptUrl = `${TURNSTILE}/api.js`;

/** Cloudflare's documented keys for trying things out: one passes everybody, so none may guard anything. */
export function isTestingKey(secretKey: string): boolean {
  return /^[123]x0+A+$/.test(secretKey);
}

/** What must fit together is looked at although a variable by itself is wrong, so that all of it is told at once. */
const BESIDE_OTHER_FAULTS = { when: () => true };

/** Every variable that the web, admin and worker apps read; `.env.example` gives the reason of each. */
const envSchema = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    /** `local` is `npm start` on a laptop with the sandbox; `production` switches every convenience off. */
    STOA_ENV: z.enum(["local", "test", "production"]).default("production"),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
    DATABASE_URL: url(["postgres:", "postgresql:"]),
    DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(100).default(10),
    REDIS_URL: optional(url(["redis:", "rediss:"])),
    REDIS_CACHE_URL: optional(url(["redis:", "rediss:"])),
    STOA_QUEUE: optional(z.enum(["postgres", "redis"])),
    AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
    STOA_ENCRYPTION_KEY: z.string().refine((value) => Buffer.from(value, "base64").length === 32, {
      message: "must be 32 bytes in base64",
    }),
    WEB_URL: url(["http:", "https:"]).default("http://localhost:3000"),
    ADMIN_URL: url(["http:", "https:"]).default("http://localhost:3001"),
    SANDBOX_URL: optional(url(["http:", "https:"])),
    WORKER_PORT: port.default(3003),
    /** Where web and admin tell their metrics, to this machine alone; unset, nowhere. */
    WEB_METRICS_PORT: optional(port),
    ADMIN_METRICS_PORT: optional(port),
    WORKER_OPS_TOKEN: optional(z.string().min(16)),
    /** How many proxies in front of the apps set X-Forwarded-For; 0 trusts none. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
    /** The header in which those proxies tell the caller's country; unset, nobody's country is known from it. */
    COUNTRY_HEADER: optional(z.string().regex(/^[A-Za-z0-9-]{1,60}$/, "must be the name of a header")),
    WEBHOOK_IP_ALLOW: optional(networks),
    CORS_ORIGINS: optional(z.string()),
    CAPTCHA_SITE_KEY: optional(z.string()),
    CAPTCHA_SECRET_KEY: optional(z.string()),
    CAPTCHA_VERIFY_URL: withDefault(url(["http:", "https:"]), `${TURNSTILE}/siteverify`),
    CAPTCHA_SCRIPT_URL: withDefault(url(["http:", "https:"]), captchaScriptUrl),
    STRIPE_SECRET_KEY: optional(z.string().startsWith("sk_")),
    STRIPE_WEBHOOK_SECRET: optional(z.string()),
    STRIPE_API_BASE: optional(url(["http:", "https:"])),
    PAYPAL_CLIENT_ID: optional(z.string()),
    PAYPAL_CLIENT_SECRET: optional(z.string()),
    /** The id of the registered webhook; several, separated by commas, while one replaces another. */
    PAYPAL_WEBHOOK_ID: optional(z.string()),
    PAYPAL_API_BASE: optional(url(["http:", "https:"])),
    PAYPAL_WEBHOOK_VERIFICATION: withDefault(z.enum(["certificate", "call"]), "certificate"),
    /** A file with the root under which webhooks are signed, where it is not PayPal itself that signs. */
    PAYPAL_CERT_ROOT: optional(z.string()),
    FRAPPE_URL: optional(url(["http:", "https:"])),
    FRAPPE_API_KEY: optional(z.string()),
    FRAPPE_API_SECRET: optional(z.string()),
    SMTP_URL: optional(url(["smtp:", "smtps:"])),
    SENDGRID_API_KEY: optional(z.string()),
    MAIL_FROM: z.string().default("Stoa <hello@stoa.example>"),
    ALERT_WEBHOOK_URL: optional(url(["http:", "https:"])),
    ALERT_EMAIL: optional(z.email()),
    RUNBOOK_BASE_URL: optional(url(["http:", "https:"])),
    SENTRY_DSN: optional(url(["http:", "https:"])),
    OTEL_EXPORTER_OTLP_ENDPOINT: optional(url(["http:", "https:"])),
  })
  .superRefine((env, ctx) => {
    const together = (names: readonly (keyof typeof env)[]) => {
      const missing = names.filter((name) => env[name] === undefined);
      if (missing.length > 0 && missing.length < names.length) {
        for (const name of missing) {
          ctx.addIssue({
            code: "custom",
            path: [name],
            message: `is needed together with ${names.filter((n) => n !== name).join(" and ")}`,
          });
        }
      }
    };
    together(["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]);
    together(["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET", "PAYPAL_WEBHOOK_ID"]);
    together(["CAPTCHA_SITE_KEY", "CAPTCHA_SECRET_KEY"]);
    together(["FRAPPE_URL", "FRAPPE_API_KEY", "FRAPPE_API_SECRET"]);
    if (env.STOA_ENV === "production") {
      if (!env.SMTP_URL && !env.SENDGRID_API_KEY) {
        ctx.addIssue({ code: "custom", path: ["SMTP_URL"], message: "or SENDGRID_API_KEY is needed in production" });
      }
      if (env.CAPTCHA_SECRET_KEY && isTestingKey(env.CAPTCHA_SECRET_KEY)) {
        ctx.addIssue({
          code: "custom",
          path: ["CAPTCHA_SECRET_KEY"],
          message: "is a key for testing, which stops nobody",
        });
      }
      if (env.PAYPAL_CERT_ROOT) {
        const message = "makes somebody else than PayPal believed, which production never does";
        ctx.addIssue({ code: "custom", path: ["PAYPAL_CERT_ROOT"], message });
      }
      for (const name of ["CAPTCHA_VERIFY_URL", "CAPTCHA_SCRIPT_URL"] as const) {
        if (!env[name].startsWith("https:")) {
          ctx.addIssue({ code: "custom", path: [name], message: "must start with https: in production" });
        }
      }
      if (/secret|changeme|example|password/i.test(env.AUTH_SECRET)) {
        ctx.addIssue({ code: "custom", path: ["AUTH_SECRET"], message: "looks like a placeholder" });
      }
    }
  }, BESIDE_OTHER_FAULTS);

export type Env = Readonly<z.infer<typeof envSchema>>;

/** Thrown at start; its message lists every missing or malformed variable at once (P12). */
export class BadEnvironment extends Error {
  override name = "BadEnvironment";
}

/** The checked environment. Throws `BadEnvironment` naming every variable that is wrong. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const parsed = envSchema.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".") || "environment"}: ${issue.message}`);
  throw new BadEnvironment(`The environment is not complete:\n${[...new Set(lines)].join("\n")}`);
}
