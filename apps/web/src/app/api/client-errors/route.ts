import { requestContext } from "@stoa/api/http/request-context";
import { takeLimitFor } from "@stoa/api/middleware/rate-limits";
import { DomainError, HTTP_STATUS } from "@stoa/kit";
import { z } from "zod";
import { face } from "../../../server/auth.ts";

const MOST_BYTES = 8_192;
const report = z.strictObject({
  message: z.string().max(500),
  stack: z.string().max(4_000).optional(),
  page: z.string().max(300),
});

/** Takes errors that happened in a browser, into the same log and under the same correlation id (P11). */
export async function POST(request: Request): Promise<Response> {
  const services = await face.services();
  const ctx = requestContext(services, { headers: request.headers, answer: new Headers() });
  try {
    await takeLimitFor(ctx, "write", `client-errors:${ctx.request?.ip ?? ""}`);
  } catch (error) {
    if (error instanceof DomainError) return new Response(null, { status: HTTP_STATUS[error.kind] });
    throw error;
  }
  const text = (await request.text()).slice(0, MOST_BYTES);
  const parsed = report.safeParse(jsonOf(text));
  if (!parsed.success) return new Response(null, { status: 400 });
  ctx.log.warn({ browser: ctx.request?.userAgent, ...parsed.data }, "an error in a browser");
  return new Response(null, { status: 204 });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
