import { createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";

const NAMES = ["WEB_PORT", "ADMIN_PORT", "SANDBOX_PORT", "WORKER_PORT", "SANDBOX_SMTP_PORT"] as const;
type Ports = Record<(typeof NAMES)[number], string>;

/**
 * Free ports for the Stoa that the browser tests start for themselves, beside one that may run for a person. Chosen once
 * by the first process; Playwright's workers find them in the environment they inherit.
 */
process.env.STOA_E2E_PORTS ??= JSON.stringify(await chooseFreePorts());
export const PORTS = JSON.parse(process.env.STOA_E2E_PORTS) as Ports;

async function chooseFreePorts(): Promise<Ports> {
  const servers = await Promise.all(NAMES.map(() => listening()));
  const ports = servers.map((server) => {
    const address = server.address();
    return String(address && typeof address === "object" ? address.port : 0);
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(NAMES.map((name, index) => [name, ports[index]])) as Ports;
}

function listening(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

export const WEB = `http://localhost:${PORTS.WEB_PORT}`;
export const ADMIN = `http://localhost:${PORTS.ADMIN_PORT}`;
export const SANDBOX = `http://localhost:${PORTS.SANDBOX_PORT}`;

/** Made anew for every run, inside node_modules because no other folder of the clone is nobody's business. */
export const HOME = fileURLToPath(new URL("../node_modules/.stoa-e2e", import.meta.url));

/** Debian's, because Playwright's own browsers come from a server that is not a package registry. */
export const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
