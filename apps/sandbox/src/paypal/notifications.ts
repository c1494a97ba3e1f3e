import { z } from "zod";
import type { Deps, SandboxApp } from "../part.ts";
import { badRequest } from "./api-error.ts";
import { signing } from "./certificate/certificate.ts";
import { answering, get } from "./endpoint.ts";
import type { PayPalEvent } from "./objects.ts";
import { dateOf, numberOf } from "./transactions.ts";
import { CERT_PATH, isSigned } from "./webhook-sender.ts";

const PATH = "/paypal/v1/notifications";
const PAGE_DEFAULT = 10;
const PAGE_MAX = 300;

const verification = z.looseObject({
  auth_algo: z.string(),
  cert_url: z.string(),
  transmission_id: z.string(),
  transmission_sig: z.string(),
  transmission_time: z.string(),
  webhook_id: z.string(),
  webhook_event: z.unknown(),
});

/** The certificate, which anybody may read. It is registered before the faults, which strike calls only. */
export function certificateRoute(app: SandboxApp): void {
  app.get(CERT_PATH, (context) => context.text(signing.certificate, 200, { "content-type": "application/x-pem-file" }));
}

/** Events of the last days, and the question whether a signature is PayPal's. */
export function notificationRoutes(app: SandboxApp, deps: Deps): void {
  app.post(`${PATH}/verify-webhook-signature`, (context) =>
    answering(context, deps, async () => {
      const raw = await context.req.text();
      const status = isOurs(raw, deps.config.paypal.webhookId) ? "SUCCESS" : "FAILURE";
      return context.json({ verification_status: status });
    }),
  );
  get(app, deps, `${PATH}/webhooks-events`, async (call) => {
    const from = dateOf(call, "start_time").toISOString();
    const to = dateOf(call, "end_time").toISOString();
    const size = numberOf(call, "page_size", PAGE_DEFAULT, PAGE_MAX);
    const after = call.query.get("start_id") ?? "";
    const rows = await call.books<{ body: PayPalEvent; delivered: boolean }[]>`
      SELECT body, EXISTS (SELECT FROM paypal.delivery WHERE event_id = id AND status = 'delivered') AS delivered
      FROM paypal.object WHERE kind = 'event'
        AND (body ->> 'create_time')::timestamptz BETWEEN ${from}::timestamptz AND ${to}::timestamptz
        AND seq > coalesce((SELECT seq FROM paypal.object WHERE id = ${after}), 0)
      ORDER BY seq LIMIT ${size + 1}`;
    const events = rows.slice(0, size).map(({ body, delivered }) => ({
      ...body,
      transmissions: [{ webhook_url: deps.config.paypal.webhookUrl, status: delivered ? "SUCCESS" : "FAILURE" }],
    }));
    const next = new URL(`${deps.url()}${PATH}/webhooks-events?${call.query}`);
    next.searchParams.set("start_id", events.at(-1)?.id ?? "");
    const links = rows.length > size ? [{ href: next.href, rel: "next", method: "GET" }] : [];
    return { events, count: events.length, links };
  });
}

/** The event is checked in the very bytes it was sent in: what was parsed and written again has another checksum. */
function isOurs(raw: string, webhookId: string): boolean {
  const parsed = verification.safeParse(parseJson(raw));
  if (!parsed.success) throw badRequest("/", "The request is not a verification.");
  const { auth_algo, transmission_id, transmission_time, transmission_sig, webhook_id } = parsed.data;
  const [, event] = /"webhook_event"\s*:\s*([\s\S]*)\}\s*$/.exec(raw) ?? [];
  if (event === undefined || auth_algo !== "SHA256withRSA" || webhook_id !== webhookId) return false;
  const transmission = { id: transmission_id, time: transmission_time, webhookId };
  return isSigned(event, transmission, transmission_sig);
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    throw badRequest("/", "The request body is not JSON.");
  }
}
