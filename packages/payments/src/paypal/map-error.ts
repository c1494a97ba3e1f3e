import { z } from "zod";
import {
  type CallFailure,
  GatewayNotFound,
  GatewayOutcomeUnknown,
  GatewayRefused,
  GatewayUnavailable,
} from "../errors.ts";

export interface CallFacts {
  name: string;
  kind: "read" | "write";
}

/** PayPal's body of an error, of any of its versions. */
const problemSchema = z.looseObject({
  name: z.string().catch(""),
  message: z.string().catch(""),
  debug_id: z.string().optional().catch(undefined),
  error: z.string().catch(""),
  details: z.array(z.looseObject({ issue: z.string().catch(""), description: z.string().catch("") })).catch([]),
  links: z.array(z.looseObject({ href: z.string().catch("") })).catch([]),
});

/** An answer that says no, kept as the cause of what the caller is told. */
export class PayPalProblem extends Error {
  override name = "PayPalProblem";
  readonly status: number;
  /** The code that tells refusals apart: the first issue, or the error's name. */
  readonly issue: string;
  readonly debugId: string | undefined;
  readonly links: readonly string[];

  constructor(status: number, body: unknown) {
    const problem = problemSchema.safeParse(body).data;
    const [detail] = problem?.details ?? [];
    super(detail?.description || detail?.issue || problem?.message || `PayPal answered ${status}`);
    this.status = status;
    this.issue = detail?.issue || problem?.name || problem?.error || `http_${status}`;
    this.debugId = problem?.debug_id;
    this.links = problem?.links.map((link) => link.href) ?? [];
  }
}

/** Failures before a single byte could be sent. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Sorts what a call threw into a definite no, definitely not done, and unknown. Defects pass through. */
export function mapPayPalError(error: unknown, call: CallFacts): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof PayPalProblem) return ofAnswer(error, call);
  const code = codeOf(error);
  const broken = error.name === "AbortError" || error.name === "TimeoutError" || error instanceof TypeError;
  if (!broken && code === "") return error;
  return lostAnswer(failureOf(error, call, code || error.name), call, !NEVER_SENT.has(code));
}

function ofAnswer(problem: PayPalProblem, call: CallFacts): Error {
  const { status } = problem;
  const failure = failureOf(problem, call, problem.issue);
  // 409: a request with this id is running at this moment, and nobody knows yet how it ends.
  if (status >= 500 || status === 409) return lostAnswer(failure, call, true);
  // A wrong key or a full rate limit says nothing about the request itself; it was turned away at the door.
  if (status === 401 || status === 403 || status === 429) return new GatewayUnavailable(failure);
  return status === 404 ? new GatewayNotFound(failure) : new GatewayRefused(failure);
}

function lostAnswer(failure: CallFailure, call: CallFacts, mayHaveRun: boolean): Error {
  return call.kind === "write" && mayHaveRun ? new GatewayOutcomeUnknown(failure) : new GatewayUnavailable(failure);
}

function failureOf(error: Error, call: CallFacts, reason: string): CallFailure {
  const debugId = error instanceof PayPalProblem ? error.debugId : undefined;
  return {
    gateway: "paypal",
    call: call.name,
    reason,
    explanation: error.message,
    ...(debugId === undefined ? {} : { requestId: debugId }),
    cause: error,
  };
}

/** `fetch` tells the system's code only in its cause. */
function codeOf(error: Error): string {
  const code: unknown = error.cause instanceof Error ? Reflect.get(error.cause, "code") : undefined;
  return typeof code === "string" ? code : "";
}
