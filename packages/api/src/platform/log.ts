import { DomainError, type Log, type LogFields, redactFields, redactText } from "@stoa/kit";
import { type Logger, pino } from "pino";

/** Told of an error that nobody expected, with what is known of its cause: correlation id, path, job. */
export type ErrorReport = (error: Error, facts: LogFields) => void;

/**
 * One JSON line an event on standard output, without secrets and personal data (T103). `report` is told of every error
 * that is logged as one and is no refusal by a rule.
 */
export function createLog(options: {
  app: string;
  level: string;
  destination?: NodeJS.WritableStream;
  report?: ErrorReport | undefined;
}): Log {
  const writer = pino(
    {
      level: options.level,
      base: { app: options.app },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => error },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    options.destination ?? process.stdout,
  );
  return redactingLog(writer, {}, options.report);
}

/** Redacts before pino sees anything: pino leaves the fields of child logs alone. */
function redactingLog(writer: Logger, bound: LogFields, report: ErrorReport | undefined): Log {
  return {
    debug: (fields, message) => {
      if (writer.isLevelEnabled("debug")) writer.debug(redactFields(fields), redactText(message));
    },
    info: (fields, message) => {
      if (writer.isLevelEnabled("info")) writer.info(redactFields(fields), redactText(message));
    },
    warn: (fields, message) => writer.warn(redactFields(fields), redactText(message)),
    error: (fields, message) => {
      writer.error(redactFields(fields), redactText(message));
      const { err, ...facts } = fields;
      if (err instanceof Error && !(err instanceof DomainError)) report?.(err, { ...bound, ...redactFields(facts) });
    },
    child: (fields) => {
      const more = redactFields(fields);
      return redactingLog(writer.child(more), { ...bound, ...more }, report);
    },
  };
}
