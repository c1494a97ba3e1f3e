import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { traceOutgoingCalls } from "./outgoing-calls.ts";

export interface Telemetry {
  /** Sends what has not been sent yet, and stops. */
  close(): Promise<void>;
}

const EXPORT_BOUND_MS = 5_000;

/**
 * Sends traces to the collector at `endpoint` (`<endpoint>/v1/traces`). Until this is called every span is
 * OpenTelemetry's empty one and costs next to nothing.
 */
export function startTelemetry(options: { endpoint: string; app: string }): Telemetry {
  const exporter = new OTLPTraceExporter({
    url: `${options.endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_BOUND_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": `stoa-${options.app}`, "service.namespace": "stoa" }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const endCalls = traceOutgoingCalls();
  return {
    close: async () => {
      endCalls();
      // A collector that is away must not keep a process from ending.
      await provider.shutdown().catch(() => {});
      trace.disable();
      context.disable();
    },
  };
}
