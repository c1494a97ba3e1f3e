import type { Colour } from "../terminal.ts";
import type { PortName } from "./ports.ts";

/** A program of ours that runs as long as Stoa does: `src/main.ts` of its folder. */
export interface App {
  name: "sandbox" | "worker" | "web" | "admin";
  title: string;
  folder: string;
  port: PortName;
  colour: Colour;
  /** Answers 200 once the app can do its work. */
  health: string;
  /** How long it may take to finish what it has begun. */
  stopWithinMs: number;
}

const WEB: App = {
  name: "web",
  title: "Stoa",
  port: "WEB_PORT",
  colour: "cyan",
  health: "/api/health/ready",
  folder: "apps/web",
  stopWithinMs: 20_000,
};

const ADMIN: App = {
  name: "admin",
  title: "Admin",
  port: "ADMIN_PORT",
  colour: "magenta",
  health: "/api/health/ready",
  folder: "apps/admin",
  stopWithinMs: 20_000,
};

const WORKER: App = {
  name: "worker",
  title: "Worker",
  port: "WORKER_PORT",
  colour: "yellow",
  health: "/health/ready",
  folder: "apps/worker",
  stopWithinMs: 30_000,
};

const SANDBOX: App = {
  name: "sandbox",
  title: "Sandbox",
  port: "SANDBOX_PORT",
  colour: "green",
  health: "/health",
  folder: "apps/sandbox",
  stopWithinMs: 20_000,
};

/**
 * In the order they start. They stop in the opposite one: first nobody comes in any more, then the worker finishes what
 * it has, then the outside world ends.
 */
export const APPS: readonly App[] = [SANDBOX, WORKER, WEB, ADMIN];

/** The apps that `next build` makes. */
export const BUILT_APPS: readonly App[] = [WEB, ADMIN];
