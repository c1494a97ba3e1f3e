import { fileURLToPath } from "node:url";

/** Ports of the Stoa that the browser tests start for themselves, beside one that may run for a person. */
export const PORTS = {
  WEB_PORT: "3900",
  ADMIN_PORT: "3901",
  SANDBOX_PORT: "3902",
  WORKER_PORT: "3903",
  SANDBOX_SMTP_PORT: "3904",
};

export const WEB = `http://localhost:${PORTS.WEB_PORT}`;
export const ADMIN = `http://localhost:${PORTS.ADMIN_PORT}`;
export const SANDBOX = `http://localhost:${PORTS.SANDBOX_PORT}`;

/** Made anew for every run, inside node_modules because no other folder of the clone is nobody's business. */
export const HOME = fileURLToPath(new URL("../node_modules/.stoa-e2e", import.meta.url));

/** Debian's, because Playwright's own browsers come from a server that is not a package registry. */
export const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
