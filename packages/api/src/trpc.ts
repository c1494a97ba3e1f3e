import { type ErrorShape, NotAllowed, NotSignedIn } from "@stoa/kit";
import { initTRPC } from "@trpc/server";
import { middlewareMarker } from "@trpc/server/unstable-core-do-not-import";
import superjson from "superjson";
import type { OpenApiMeta } from "trpc-to-openapi";
import type { Permission } from "./identity/policy.ts";
import { mustBeAdmitted } from "./middleware/admission.ts";
import { mustBePerson, type PublicForm } from "./middleware/captcha.ts";
import { errorCodeOf, errorShape, toTrpcError } from "./middleware/errors.ts";
import { takeIdempotentTurn } from "./middleware/idempotency.ts";
import { takeLimit } from "./middleware/rate-limits.ts";
import { mustBeStorable } from "./middleware/storable-input.ts";
import { may, mustHoldSecondFactor, type UserActor } from "./platform/actor.ts";
import type { Context } from "./platform/context.ts";
import type { LimitName } from "./platform/rate-limit.ts";
import { inTrace } from "./platform/spans.ts";

/** What each procedure says of itself; the authorisation test walks the router and reads it. */
export type ProcedureMeta = {
  /** Who may call it at all; `signed_in` when it says nothing. Whose records they reach is decided inside the verb. */
  access?: "anyone" | "signed_in" | Permission;
  /** The bound, counted per procedure and caller. `read` for queries and `write` for mutations unless told. */
  limit?: LimitName;
  /** Takes an Idempotency-Key: the same key and body give the first answer again (P6). */
  idempotent?: boolean;
  /** Open to staff who have no second factor yet: looking at oneself, enrolling one, signing out. */
  beforeSecondFactor?: boolean;
  /** A form that strangers may send; see `publicFormProcedure`. */
  publicForm?: PublicForm;
  openapi?: OpenApiMeta["openapi"];
};

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    defaultMeta: { access: "signed_in" },
    errorFormatter: ({ shape, error, path, ctx }) => ({
      ...shape,
      message: errorShape(error, path, ctx).message,
      data: { ...shape.data, stack: undefined, error: errorShape(error, path, ctx) satisfies ErrorShape },
    }),
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Maps domain errors once, for all procedures, and measures and traces each call. */
const observed = t.procedure.use(({ ctx, path, type, next }) => {
  const span = { name: `${type} ${path}`, attributes: { "stoa.procedure": path, "stoa.actor": ctx.actor.kind } };
  return inTrace(ctx.correlationId, span, async () => {
    const started = performance.now();
    const log = ctx.log.child({ path });
    const result = await next({ ctx: { ...ctx, log } });
    const outcome = result.ok ? "ok" : errorCodeOf(result.error);
    const seconds = (performance.now() - started) / 1000;
    ctx.services.metrics.procedures.observe({ path, outcome }, seconds);
    if (result.ok) return result;
    const error = toTrpcError(result.error);
    const internal = error.code === "INTERNAL_SERVER_ERROR";
    log[internal ? "error" : "info"](
      { outcome, ms: Math.round(seconds * 1000), ...(internal ? { err: result.error.cause ?? result.error } : {}) },
      "procedure refused",
    );
    throw error;
  });
});

const guarded = observed.use(async ({ ctx, meta, path, type, getRawInput, next }) => {
  const access = meta?.access ?? "signed_in";
  await takeLimit(ctx, path, meta?.limit ?? (type === "mutation" ? "write" : "read"));
  if (access !== "anyone" && ctx.actor.kind === "guest") throw new NotSignedIn();
  if (access !== "anyone" && !meta?.beforeSecondFactor) mustHoldSecondFactor(ctx.actor);
  if (access !== "anyone" && access !== "signed_in" && !may(ctx.actor, access)) throw new NotAllowed(access);
  const input = await getRawInput();
  mustBeStorable(input);
  if (!meta?.idempotent) return next();

  const turn = await takeIdempotentTurn(ctx, path, input);
  if (turn.kind === "unkeyed") return next();
  // tRPC has no public way to answer from a middleware; this is the shape that `next` itself gives.
  if (turn.kind === "replay") return { ok: true, data: turn.answer, marker: middlewareMarker };
  const result = await next({ ctx: { ...ctx, keyedCall: turn.call } });
  await (result.ok ? turn.keep(result.data) : turn.release());
  return result;
});

/** Anyone may call: visitors, people, machines. */
export const publicProcedure = guarded.meta({ access: "anyone" });

/**
 * A form that anyone may send: the rules of origin for public forms hold, and a guest shows that they are a person. It
 * stands after the idempotency key, so that the first answer is given again without a second token, and a refusal
 * releases the key.
 */
export function publicFormProcedure(form: PublicForm) {
  return publicProcedure.meta({ access: "anyone", publicForm: form }).use(async ({ ctx, next }) => {
    await mustBeAdmitted(ctx, "publicFormAccess");
    await mustBePerson(ctx, form);
    return next();
  });
}

/** A person who is signed in; `ctx.actor` is that person. */
export const memberProcedure = guarded
  .meta({ access: "signed_in" })
  .use(({ ctx, next }) => next({ ctx: { ...ctx, actor: person(ctx) } }));

/** Somebody who holds the permission, calling from where staff may. */
export function permittedProcedure(permission: Permission) {
  return guarded.meta({ access: permission, limit: "staff" }).use(async ({ ctx, next }) => {
    await mustBeAdmitted(ctx, "staffAccess");
    return next();
  });
}

function person(ctx: Context): UserActor {
  if (ctx.actor.kind !== "user") throw new NotSignedIn();
  return ctx.actor;
}
