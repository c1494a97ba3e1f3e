import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import type { FaultBoard } from "./fault-board.ts";
import type { FaultTarget } from "./faults.ts";

/**
 * Wraps the calls of one target in its faults: late, broken off before anything was done, refused with a 5xx, or done
 * and broken off before the answer. `serverError` makes the 5xx in the words of the imitated service; null when the service does so deeper inside.
 */
export function disturb(
  faults: FaultBoard,
  target: FaultTarget,
  serverError: ((context: Context) => Response | Promise<Response>) | null,
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (context, next) => {
    const delay = faults.strikes(target, "delay");
    if (delay !== null) await sleep(delay.delayMs);
    if (faults.strikes(target, "cut_before") !== null) return cutLine(context);
    if (serverError !== null && faults.strikes(target, "error") !== null) return serverError(context);
    await next();
    if (faults.strikes(target, "cut_after") !== null) context.res = cutLine(context);
  };
}

/** Breaks the connection with a reset, so that the caller sees ECONNRESET and never an answer. */
export function cutLine(context: Context<{ Bindings: HttpBindings }>): Response {
  context.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}
