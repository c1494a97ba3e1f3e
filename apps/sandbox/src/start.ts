import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { type Clock, type Log, systemClock } from "@stoa/kit";
import { Hono } from "hono";
import { openBooks } from "./books/open-books.ts";
import { controlError, controlRoutes } from "./control/routes.ts";
import type { SandboxConfig } from "./env.ts";
import { FAULT_TABLES, FaultBoard } from "./faults/fault-board.ts";
import { indexPage } from "./pages/index-page.ts";
import type { Deps, Part, Running, SandboxApp } from "./part.ts";
import { PARTS } from "./parts.ts";

export interface Sandbox {
  url: string;
  port: number;
  /** Addresses beside HTTP, such as `smtp`. */
  urls: Record<string, string>;
  close(): Promise<void>;
}

/** Opens the books, listens on 127.0.0.1 and starts what runs beside HTTP. Resolves once all of it is ready. */
export async function startSandbox(config: SandboxConfig, log: Log, clock: Clock = systemClock): Promise<Sandbox> {
  const books = await openBooks(config.databaseUrl, [FAULT_TABLES, ...PARTS.map((part) => part.tables)]);
  let url = "";
  const deps: Deps = { books, faults: await FaultBoard.open(books), clock, log, config, url: () => url };
  const server = createServer(getRequestListener(buildApp(deps, PARTS).fetch));
  try {
    const port = await listen(server, config.port);
    url = `http://127.0.0.1:${port}`;
    const running: Running[] = [];
    for (const part of PARTS) {
      if (part.run !== undefined) running.push(await part.run(deps));
    }
    const urls = Object.assign({}, ...running.map((one) => one.urls ?? {}));
    return { url, port, urls, close: () => close(server, running, books) };
  } catch (error) {
    await close(server, [], books);
    throw error;
  }
}

function buildApp(deps: Deps, parts: readonly Part[]): SandboxApp {
  const app: SandboxApp = new Hono<{ Bindings: HttpBindings }>();
  app.get("/", (context) => context.html(indexPage(parts, deps)));
  app.get("/health", (context) => context.json({ status: "ok", parts: parts.map((part) => part.name) }));
  controlRoutes(app, deps, parts);
  for (const part of parts) part.routes(app, deps);
  app.onError((error, context) => {
    const answer = controlError(error, context);
    if (answer !== null) return answer;
    deps.log.error({ path: context.req.path, error: error.stack ?? error.message }, "request failed");
    return context.json({ error: { code: "internal", message: "The sandbox itself failed; its log says why." } }, 500);
  });
  return app;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

async function close(server: Server, running: readonly Running[], books: Deps["books"]): Promise<void> {
  await Promise.all(running.map((one) => one.close()));
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await books.end({ timeout: 5 });
}
