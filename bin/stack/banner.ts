import { SEED_PASSWORD, SEED_PEOPLE } from "@stoa/api/seed/index";
import { colour } from "../terminal.ts";
import type { Setting } from "./services.ts";

/** Where to go, once everything runs. */
export function banner({ host, ports, secrets }: Setting, seeded: boolean): string {
  const name = ["127.0.0.1", "0.0.0.0", "::"].includes(host) ? "localhost" : host;
  const at = (port: number, path = "") => colour("cyan", `http://${name}:${port}${path}`);
  return [
    "",
    `  Shop and school   ${at(ports.WEB_PORT)}`,
    `  Admin             ${at(ports.ADMIN_PORT)}`,
    `  Mailbox           ${at(ports.SANDBOX_PORT, "/mail")}`,
    `  Authenticator     ${at(ports.SANDBOX_PORT, "/authenticator")}`,
    `  Sandbox           ${at(ports.SANDBOX_PORT)}`,
    `  Queues            ${at(ports.WORKER_PORT, "/queues")}, with the password ${secrets.WORKER_OPS_TOKEN}`,
    "",
    ...(seeded ? [...signIns(), ""] : []),
    "  Ctrl-C stops everything.",
    "",
  ].join("\n");
}

/** Whom one may sign in as in a seeded Stoa. */
export function signIns(): string[] {
  const width = Math.max(...SEED_PEOPLE.map(({ email }) => email.length));
  return [
    `  Sign in with the password ${colour("bold", SEED_PASSWORD)}`,
    ...SEED_PEOPLE.map(({ email, roles, does }) => `    ${email.padEnd(width)}  ${roles.join(", ")}, ${does}`),
    "  The second code that staff are asked for is shown by the authenticator.",
  ];
}
