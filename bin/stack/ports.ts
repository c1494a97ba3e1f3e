import { createServer } from "node:net";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";

/** Every port that Stoa opens for others, with the variable that moves it. */
export const DEFAULT_PORTS = {
  WEB_PORT: 3000,
  ADMIN_PORT: 3001,
  SANDBOX_PORT: 3002,
  WORKER_PORT: 3003,
  SANDBOX_SMTP_PORT: 3025,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

/** The ports to use. Throws `Failed` naming every variable that holds no port, and every port that two have. */
export function readPorts(env: Environment): Ports {
  const complaints: string[] = [];
  const owners = new Map<number, string>();
  const ports = Object.fromEntries(
    Object.entries(DEFAULT_PORTS).map(([name, fallback]) => {
      const port = env[name] === undefined ? fallback : Number(env[name]);
      const other = owners.get(port);
      if (!Number.isInteger(port) || port < 1 || port > 65_535)
        complaints.push(`${name} is "${env[name]}"; a port is a whole number from 1 to 65535.`);
      else if (other !== undefined)
        complaints.push(`${other} and ${name} are both ${port}; give each a port of its own.`);
      owners.set(port, name);
      return [name, port];
    }),
  ) as Ports;
  if (complaints.length > 0) throw new Failed(complaints.join("\n"));
  return ports;
}

/** Throws `Failed` that names every port that cannot be had and the variable that moves it. */
export async function requireFreePorts(ports: Partial<Ports>, host: string): Promise<void> {
  const complaints = new Set<string>();
  for (const [name, port] of Object.entries(ports)) {
    const { refused } = await listenOnce(port, host);
    if (refused !== null) complaints.add(complaintAbout(refused, name, port, host));
  }
  if (complaints.size > 0) throw new Failed([...complaints].join("\n"));
}

function complaintAbout(refused: string, name: string, port: number, host: string): string {
  if (refused === "EADDRINUSE") return `Port ${port} is in use by another program; set ${name} to a free one.`;
  if (refused === "EACCES") return `Port ${port} is not open to this user; set ${name} to one above 1023.`;
  return `Nothing can listen at "${host}" (${refused}); set STOA_HOST to an address of this machine.`;
}

/** Whether this process could listen there now. */
export async function isFree(port: number, host: string): Promise<boolean> {
  return (await listenOnce(port, host)).refused === null;
}

/** `preferred` when it is free on this machine, else one that the system chooses. */
export async function freePort(preferred?: number): Promise<number> {
  for (const wanted of [preferred ?? 0, 0]) {
    const { port, refused } = await listenOnce(wanted, "127.0.0.1");
    if (refused === null) return port;
  }
  throw new Failed("This machine has no free port on 127.0.0.1.");
}

/** Listens for a moment. Gives the port, or the system's word for why not. */
function listenOnce(port: number, host: string): Promise<{ port: number; refused: string | null }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve({ port, refused: error.code ?? error.message }));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === "object" ? address.port : port;
      server.close(() => resolve({ port: bound, refused: null }));
    });
  });
}
