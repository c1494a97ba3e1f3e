import { createServer } from "node:net";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";

/** Every port that Stoa opens for others, with the variable that moves it. */
const DEFAULT_PORTS = {
  WEB_PORT: 3000,
  ADMIN_PORT: 3001,
  SANDBOX_PORT: 3002,
  WORKER_PORT: 3003,
  SANDBOX_SMTP_PORT: 3025,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/** The ports to use. Throws `Failed` for a value that is no port, or the same port twice. */
export function readPorts(env: Environment): Ports {
  const ports = Object.fromEntries(
    Object.entries(DEFAULT_PORTS).map(([name, fallback]) => [name, portIn(env, name, fallback)]),
  ) as Ports;
  const owners = new Map<number, string>();
  for (const [name, port] of Object.entries(ports)) {
    const other = owners.get(port);
    if (other !== undefined) throw new Failed(`${other} and ${name} are both ${port}; give each a port of its own.`);
    owners.set(port, name);
  }
  return ports;
}

function portIn(env: Environment, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Failed(`${name} is "${text}"; a port is a whole number from 1 to 65535.`);
}

/** Throws `Failed` that names every port in use and the variable that moves it. */
export async function requireFreePorts(ports: Partial<Ports>, host: string): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port, host)))
      taken.push(`Port ${port} is in use by another program; set ${name} to a free one.`);
  }
  if (taken.length > 0) throw new Failed(taken.join("\n"));
}

/** Whether this process could listen there now. */
export async function isFree(port: number, host: string): Promise<boolean> {
  return (await listenOnce(port, host)) !== null;
}

/** `preferred` when it is free on this machine, else one that the system chooses. */
export async function freePort(preferred?: number): Promise<number> {
  const port =
    (preferred === undefined ? null : await listenOnce(preferred, "127.0.0.1")) ?? (await listenOnce(0, "127.0.0.1"));
  if (port === null) throw new Failed("This machine has no free port on 127.0.0.1.");
  return port;
}

function listenOnce(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === "object" ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}
