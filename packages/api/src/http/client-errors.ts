import { redactText } from "@stoa/kit";
import { z } from "zod";
import { takeLimit } from "../middleware/rate-limits.ts";
import type { Face } from "./face.ts";
import { readJson } from "./read-body.ts";
import { refusal } from "./refuse.ts";
import { answerTraced, requestContext } from "./request-context.ts";
import { mustBeSameOrigin } from "./same-origin.ts";

const PATH = "/api/client-errors";
const BODY_LIMIT_BYTES = 16 * 1024;

/** What a page may tell of an error: where and what, nothing of who. Longer texts are cut, not refused. */
const report = z.strictObject({
  message: cut(500),
  stack: cut(4_000).optional(),
  /** The path alone: what stands behind `?` and `#` may be a token. */
  page: cut(300).transform((page) => page.replace(/[?#].*$/s, "")),
  /** What the error page shows as its reference, when there is one. */
  digest: cut(60).optional(),
});

/**
 * `POST /api/client-errors`: an error in a browser or on a phone, for the log and the metrics. It is written by strangers,
 * so it is bounded, counted and redacted, and its letters stay on one line; nothing is done because of it.
 */
export function clientErrorHandler(face: Face, app: "web" | "admin"): (request: Request) => Promise<Response> {
  return (request) =>
    answerTraced(PATH, request, async (correlationId) => {
      const services = await face.services();
      const headers = new Headers({ "Cache-Control": "no-store" });
      const ctx = requestContext(services, { headers: request.headers, answer: headers, correlationId });
      try {
        mustBeSameOrigin(request, [services.env.WEB_URL, services.env.ADMIN_URL]);
        await takeLimit(ctx, PATH, "client_error");
        const told = report.parse(await readJson(request, BODY_LIMIT_BYTES));
        services.metrics.clientErrors.inc({ app });
        ctx.log.warn({ client: told }, "an error in a browser");
        return new Response(null, { status: 204, headers });
      } catch (error) {
        return refusal(error, PATH, ctx, headers);
      }
    });
}

function cut(length: number) {
  return z.string().transform((text) => redactText(text.slice(0, length).replace(/\p{Cc}+/gu, " ")));
}
