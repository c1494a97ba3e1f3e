/** Packages whose TypeScript Next compiles with the app. */
export const OUR_PACKAGES = [
  "@stoa/api",
  "@stoa/db",
  "@stoa/email",
  "@stoa/jobs",
  "@stoa/kit",
  "@stoa/ledger",
  "@stoa/lms",
  "@stoa/payments",
  "@stoa/ui",
];

/** Packages that stay as they are on the server: native parts, or files they read beside themselves. */
export const SERVER_PACKAGES = [
  "@node-rs/argon2",
  "@sentry/node",
  "bullmq",
  "ioredis",
  "nodemailer",
  "pdfkit",
  "pg",
  "pino",
  "postgres",
  "prom-client",
  "stripe",
];

/** The most that a form of an app posts. The shop's have a few fields; the office's longest thing is a lesson. */
export const FORM_LIMIT_BYTES = { web: 65_536, admin: 524_288 } as const;
