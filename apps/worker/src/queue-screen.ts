import { createHash, timingSafeEqual } from "node:crypto";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { ExpressAdapter } from "@bull-board/express";
import type { QueueBackend } from "@stoa/jobs/backends/backend";
import type { RequestHandler } from "express";

/**
 * The queues as BullMQ sees them, to look at only: to run a message again or to drop one is the admin's, where it is
 * audited and where the outbox, not the queue, is changed.
 */
export function queueScreen(backend: QueueBackend, basePath: string): RequestHandler {
  const adapter = new ExpressAdapter().setBasePath(basePath);
  createBullBoard({
    queues: backend.screens.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: `Stoa's queues, on ${backend.kind === "redis" ? "Redis" : "Postgres"}` } },
  });
  return adapter.getRouter();
}

/** The screen asks a font server for its letters; whoever looks at the queues is nobody else's business. */
const SCREEN_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

export const screenHeaders: RequestHandler = (_request, response, next) => {
  response.set({ "Content-Security-Policy": SCREEN_POLICY, "X-Content-Type-Options": "nosniff" });
  next();
};

/** Lets in who gives the token as the password of HTTP's basic authentication, under any name. */
export function requireToken(token: string): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    const [scheme, credentials = ""] = (request.headers.authorization ?? "").split(" ");
    const password = Buffer.from(credentials, "base64")
      .toString("utf8")
      .replace(/^[^:]*:/, "");
    if (scheme?.toLowerCase() === "basic" && timingSafeEqual(digest(password), expected)) return next();
    response
      .set("WWW-Authenticate", 'Basic realm="Stoa queues", charset="UTF-8"')
      .status(401)
      .send("The token is needed.\n");
  };
}

/** Of one length, so that the comparison tells nothing about it. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
