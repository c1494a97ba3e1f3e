import { colour } from "../terminal.ts";
import type { Setting } from "./services.ts";

/** Where to go, once everything runs. */
export function banner({ host, ports }: Setting): string {
  const name = host === "127.0.0.1" || host === "0.0.0.0" || host === "::" ? "localhost" : host;
  const at = (port: number, path = "") => colour("cyan", `http://${name}:${port}${path}`);
  return [
    "",
    `  Shop and school   ${at(ports.WEB_PORT)}`,
    `  Admin             ${at(ports.ADMIN_PORT)}`,
    `  Mailbox           ${at(ports.SANDBOX_PORT, "/mail")}`,
    `  Sandbox           ${at(ports.SANDBOX_PORT)}`,
    `  Queues            ${at(ports.WORKER_PORT, "/queues")}`,
    "",
    `  Ctrl-C stops everything.`,
    "",
  ].join("\n");
}
