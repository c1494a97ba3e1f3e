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
