import type { HttpBindings } from "@hono/node-server";
import type { Clock, Log } from "@stoa/kit";
import type { Hono } from "hono";
import type { Books } from "./books/open-books.ts";
import type { Cashier } from "./control/cashier.ts";
import type { SandboxState } from "./control/state.ts";
import type { SandboxConfig } from "./env.ts";
import type { FaultBoard } from "./faults/fault-board.ts";

export type SandboxApp = Hono<{ Bindings: HttpBindings }>;

/** What every imitated service works with. */
export interface Deps {
  books: Books;
  faults: FaultBoard;
  clock: Clock;
  log: Log;
  config: SandboxConfig;
  /** The sandbox's own address, known once it listens: `http://127.0.0.1:3002`. */
  url(): string;
}

/** Something a part runs beside its HTTP routes: a mail server, a delivery loop. */
export interface Running {
  /** Addresses to print when the sandbox is ready, such as `{ smtp: "smtp://127.0.0.1:3025" }`. */
  urls?: Record<string, string>;
  close(): Promise<void>;
}

/** One imitated service. A new one is a folder and a line in `parts.ts`. */
export interface Part {
  /** Names the part, and the Postgres schema that holds all its tables. */
  readonly name: string;
  readonly title: string;
  /** For the index page: where a person can look, and one sentence on what is imitated. */
  readonly path: string;
  readonly summary: string;
  /** SQL that creates the part's schema and tables; runs at every start, so each statement says `IF NOT EXISTS`. */
  readonly tables: URL;
  routes(app: SandboxApp, deps: Deps): void;
  run?(deps: Deps): Promise<Running>;
  /** The part's share of `GET /control/state`. */
  state?(deps: Deps): Promise<Partial<SandboxState>>;
  /** Gateways only: plays the buyer and the gateway's dashboard. */
  cashier?(deps: Deps): Cashier;
}
