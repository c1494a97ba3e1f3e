import { createHash } from "node:crypto";
import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { DomainError } from "@stoa/kit";

interface SpanFacts {
  name: string;
  kind?: SpanKind;
  /** Ids, names and figures; never what a person typed. */
  attributes?: Attributes;
}

export { SpanKind };

/** Not kept: the tracer is the empty one until telemetry has started. */
const tracer = () => trace.getTracer("stoa");

/**
 * Runs `work` in a span of the correlation id's trace. The trace's id is drawn from the correlation id, which the outbox
 * carries anyway; so a request, its procedures, the jobs that follow and their outgoing calls meet in one trace.
 */
export function inTrace<T>(correlationId: string, facts: SpanFacts, work: () => Promise<T>): Promise<T> {
  const origin = originOf(correlationId);
  const within = trace.getActiveSpan()?.spanContext().traceId === origin.traceId;
  const parent = within ? context.active() : trace.setSpanContext(ROOT_CONTEXT, origin);
  const attributes = { ...facts.attributes, "stoa.correlation_id": correlationId };
  return tracer().startActiveSpan(facts.name, { kind: facts.kind ?? SpanKind.INTERNAL, attributes }, parent, (span) =>
    untilEnded(span, work),
  );
}

/** Runs `work` in a span of whatever is being traced here. */
export function inSpan<T>(facts: SpanFacts, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(
    facts.name,
    { kind: facts.kind ?? SpanKind.INTERNAL, attributes: facts.attributes ?? {} },
    (span) => untilEnded(span, work),
  );
}

/** Records one database statement that has just ended; only inside something traced, so that polling makes no traces. */
export function recordStatement(text: string, ms: number, failed: boolean): void {
  if (!trace.getActiveSpan()?.isRecording()) return;
  const operation = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "SQL";
  const now = Date.now();
  const span = tracer().startSpan(`postgres ${operation}`, {
    kind: SpanKind.CLIENT,
    startTime: now - ms,
    attributes: { "db.system.name": "postgresql", "db.operation.name": operation },
  });
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(now);
}

async function untilEnded<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof DomainError ? error.cause : error;
    // A refusal by a rule is an answer. Messages may hold what a person typed, so the kind of error alone is told.
    if (cause instanceof DomainError) span.setAttribute("stoa.refused", cause.code);
    else span.setStatus({ code: SpanStatusCode.ERROR, message: cause instanceof Error ? cause.name : "unknown" });
    throw error;
  } finally {
    span.end();
  }
}

/** The invisible first span of a correlation id's trace; every process draws the same one. */
function originOf(correlationId: string) {
  const digest = createHash("sha256").update(correlationId).digest("hex");
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48), traceFlags: TraceFlags.SAMPLED, isRemote: true };
}
