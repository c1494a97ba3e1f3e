import { defaultStackParser, makeNodeTransport, NodeClient, Scope } from "@sentry/node";
import { redactFields, redactWords } from "@stoa/kit";
import type { ErrorReport } from "./log.ts";

export interface ErrorTracking {
  report: ErrorReport;
  /** Sends what has not been sent yet, for at most two seconds. */
  close(): Promise<void>;
}

const CLOSE_BOUND_MS = 2_000;

/**
 * Tells Sentry of errors nobody expected: the error, its stack and our own facts (correlation id, path, job), redacted as
 * in the log. Nothing is hooked into the process: no request bodies, no breadcrumbs, no host name, no traces.
 */
export function createErrorTracking(options: { dsn: string; app: string; environment: string }): ErrorTracking {
  const client = new NodeClient({
    dsn: options.dsn,
    environment: options.environment,
    serverName: options.app,
    transport: makeNodeTransport,
    stackParser: defaultStackParser,
    integrations: [],
    sendClientReports: false,
  });
  client.init();
  return {
    report: (error, facts) => {
      const scope = new Scope();
      scope.setClient(client);
      for (const tag of ["correlationId", "path", "job"]) {
        const value = facts[tag];
        if (typeof value === "string") scope.setTag(tag, value);
      }
      scope.setExtras(redactFields(facts));
      scope.captureException(redacted(error));
    },
    close: async () => {
      await client.close(CLOSE_BOUND_MS);
    },
  };
}

/** The error as the log would tell it; a message may hold an address, and a driver's error the row itself. */
function redacted(error: Error): Error {
  const { message, stack } = redactWords(error);
  const told = new Error(message);
  told.name = error.name;
  if (stack !== undefined) told.stack = stack;
  if (error.cause instanceof Error) told.cause = redacted(error.cause);
  return told;
}
