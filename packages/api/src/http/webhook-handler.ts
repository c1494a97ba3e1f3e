import { DomainError, HTTP_STATUS } from "@stoa/kit";
import { GATEWAY_NAMES, type GatewayName } from "@stoa/payments";
import { receiveWebhook, WEBHOOK_BYTES_MAX, WebhookSourceRefused, WebhookTooLarge } from "../payments/index.ts";
import type { Services } from "../platform/context.ts";
import { isInNetworks } from "../platform/networks.ts";
import { chunksOf } from "./read-body.ts";
import { answerTraced, requestContext } from "./request-context.ts";

/**
 * `POST /api/webhooks/<gateway>`. Answers 200 only after the event is stored; 4xx for what is not the gateway's, with
 * nothing stored; 5xx when storing failed, so that the gateway sends it again.
 */
export function handleWebhook(services: Services, gateway: string, request: Request): Promise<Response> {
  return answerTraced("/api/webhooks", request, (correlationId) =>
    answerWebhook(services, gateway, request, correlationId),
  );
}

async function answerWebhook(
  services: Services,
  gateway: string,
  request: Request,
  correlationId: string,
): Promise<Response> {
  const answer = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store" });
  const ctx = requestContext(services, { headers: request.headers, answer, correlationId });
  const log = ctx.log.child({ gateway });
  try {
    const name = gatewayNamed(gateway);
    if (name === null) return new Response(null, { status: 404 });
    refuseForeignSource(services.env.WEBHOOK_IP_ALLOW, ctx.request?.ip ?? "");
    const rawBody = await readBounded(request, WEBHOOK_BYTES_MAX);
    const received = await receiveWebhook(
      { ...ctx, actor: { kind: "webhook", id: name } },
      { gateway: name, rawBody, headers: request.headers },
    );
    services.metrics.webhooks.inc({ gateway: name, outcome: received });
    if (received === "conflicting") log.warn({}, "an event came again with another body; the first is kept");
    return new Response(JSON.stringify({ received: true }), { status: 200, headers: answer });
  } catch (error) {
    if (!(error instanceof DomainError)) {
      log.error({ err: error }, "webhook was not stored");
      return new Response(null, { status: 500, headers: answer });
    }
    services.metrics.webhooks.inc({ gateway: gatewayNamed(gateway) ?? "unknown", outcome: "refused" });
    log.warn({ code: error.code, ...error.details }, "webhook refused");
    const status = error instanceof WebhookTooLarge ? 413 : HTTP_STATUS[error.kind];
    return new Response(JSON.stringify({ error: { code: error.code } }), { status, headers: answer });
  }
}

function gatewayNamed(name: string): GatewayName | null {
  return GATEWAY_NAMES.find((known) => known === name) ?? null;
}

/** Reads the body up to the bound and no byte further. Throws `WebhookTooLarge`, `BodyCutOff`. */
async function readBounded(request: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > limit) throw new WebhookTooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `WEBHOOK_IP_ALLOW` lists whom to believe; unset, the signature alone decides. */
function refuseForeignSource(allowed: readonly string[] | undefined, ip: string): void {
  if (allowed !== undefined && !isInNetworks(ip, allowed)) throw new WebhookSourceRefused();
}
