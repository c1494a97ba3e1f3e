import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { z } from "zod";

/** What Node tells of a request by `fetch` and by `node:http`; the path is left out, since it may hold an address. */
const fetchCall = z.object({
  request: z.looseObject({ method: z.string(), origin: z.union([z.string(), z.instanceof(URL)]) }),
});
const fetchAnswer = z.object({ response: z.looseObject({ statusCode: z.number() }) });
const httpCall = z.object({ request: z.looseObject({ method: z.string(), host: z.string() }) });

/**
 * Puts a span around every HTTP call that goes out while something is traced: to gateways, the LMS, SendGrid. Listens to
 * Node's own diagnostics channels, so no client has to know. Gives the way to stop.
 */
export function traceOutgoingCalls(): () => void {
  const spans = new WeakMap<object, Span>();
  const begin = (request: object, method: string, host: string) => {
    if (!trace.getActiveSpan()?.isRecording()) return;
    const attributes = { "http.request.method": method, "server.address": host };
    spans.set(request, trace.getTracer("stoa").startSpan(`${method} ${host}`, { kind: SpanKind.CLIENT, attributes }));
  };
  const end = (request: object, status: number | null) => {
    const span = spans.get(request);
    if (!span) return;
    spans.delete(request);
    if (status !== null) span.setAttribute("http.response.status_code", status);
    if (status === null || status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
  return listen({
    "undici:request:create": (message) => {
      const call = fetchCall.safeParse(message);
      if (call.success) begin(subjectOf(message), call.data.request.method, new URL(call.data.request.origin).host);
    },
    "undici:request:headers": (message) =>
      end(subjectOf(message), fetchAnswer.safeParse(message).data?.response.statusCode ?? null),
    "undici:request:error": (message) => end(subjectOf(message), null),
    "http.client.request.start": (message) => {
      const call = httpCall.safeParse(message);
      if (call.success) begin(subjectOf(message), call.data.request.method, call.data.request.host);
    },
    "http.client.response.finish": (message) =>
      end(subjectOf(message), fetchAnswer.safeParse(message).data?.response.statusCode ?? null),
    "http.client.request.error": (message) => end(subjectOf(message), null),
  });
}

/** The request that a message is about; an object of its own for a message of another shape. */
function subjectOf(message: unknown): object {
  if (message === null || typeof message !== "object" || !("request" in message)) return {};
  return message.request !== null && typeof message.request === "object" ? message.request : {};
}

function listen(listeners: Readonly<Record<string, (message: unknown) => void>>): () => void {
  for (const [channel, listener] of Object.entries(listeners)) subscribe(channel, listener);
  return () => {
    for (const [channel, listener] of Object.entries(listeners)) unsubscribe(channel, listener);
  };
}
