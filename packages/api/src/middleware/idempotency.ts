import { setTimeout as sleep } from "node:timers/promises";
import { tables } from "@stoa/db";
import { DomainError, MINUTE_MS } from "@stoa/kit";
import { and, eq, lt, sql } from "drizzle-orm";
import superjson from "superjson";
import { z } from "zod";
import type { Context, KeyedCall } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";

export class IdempotencyKeyReused extends DomainError {
  constructor() {
    super(
      "unprocessable",
      "idempotency_key_reused",
      "This Idempotency-Key was used with another request. Make a new key.",
    );
  }
}

export class IdempotentCallRunning extends DomainError {
  constructor() {
    super(
      "conflict",
      "idempotent_call_running",
      "The first request with this Idempotency-Key is still running. Try again in a moment.",
    );
  }
}

export class IdempotencyKeyMalformed extends DomainError {
  constructor() {
    super("invalid_input", "idempotency_key_malformed", "An Idempotency-Key has 8 to 255 printable characters.");
  }
}

const keys = tables.idempotencyKeys;

/** How long a first call may run before its key may be taken over; longer than any procedure. */
const LOCK_MS = MINUTE_MS;
const WAIT_MS = 10_000;
const POLL_MS = 100;

/** Sealed, because an answer may carry a secret that is shown once, as an order's token; and text, so that it stays equal byte by byte. */
const keptAnswer = z.object({ sealed: z.string() });
const PURPOSE = "idempotent_answer";
const NOTE = "idempotent_note";

interface Slot {
  actor: string;
  procedure: string;
  key: string;
}

/** What became of asking: run the call, or here is the first answer. */
export type IdempotentTurn =
  | { kind: "run"; call: KeyedCall; keep: (answer: unknown) => Promise<void>; release: () => Promise<void> }
  | { kind: "replay"; answer: unknown }
  | { kind: "unkeyed" };

/**
 * Takes a turn under the caller's Idempotency-Key (P6). The same key and body give the first answer again, waiting while
 * it still runs; after a crash the key is taken over and the call runs again, and goes on from what the first had noted.
 * Only successes are kept: a refusal has changed nothing and may be tried again under the same key.
 */
export async function takeIdempotentTurn(ctx: Context, procedure: string, input: unknown): Promise<IdempotentTurn> {
  const key = ctx.request?.idempotencyKey;
  if (key === null || key === undefined) return { kind: "unkeyed" };
  if (!/^[\x21-\x7e]{8,255}$/.test(key)) throw new IdempotencyKeyMalformed();
  const slot = { actor: ctx.actor.id ?? `guest:${ctx.request?.ip ?? ""}`, procedure, key };
  const bodyHash = sha256(canonicalJson(input));

  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    const claimed = await claim(ctx, slot, bodyHash);
    if (claimed) {
      const call = keyedCall(ctx, slot, claimed.note);
      return { kind: "run", call, keep: (answer) => keep(ctx, slot, answer), release: () => release(ctx, slot) };
    }
    const held = await find(ctx, slot);
    if (held && held.bodyHash !== bodyHash) throw new IdempotencyKeyReused();
    if (held?.succeeded) {
      ctx.request?.setHeader("Idempotent-Replayed", "true");
      return { kind: "replay", answer: openAnswer(ctx, held.answer) };
    }
    await sleep(POLL_MS);
  }
  throw new IdempotentCallRunning();
}

/** One statement decides who runs: a new key, one that lapsed, or one whose holder died with the same body in hand. */
async function claim(ctx: Context, slot: Slot, bodyHash: string): Promise<{ note: string | null } | undefined> {
  const lockedUntil = sql`now() + ${LOCK_MS} * interval '1 millisecond'`;
  const expiresAt = sql`now() + interval '24 hours'`;
  const rows = await ctx.db
    .insert(keys)
    .values({ ...slot, bodyHash, lockedUntil, expiresAt })
    .onConflictDoUpdate({
      target: [keys.actor, keys.procedure, keys.key],
      set: {
        ...{ bodyHash, lockedUntil, expiresAt, answer: null, succeeded: null },
        note: sql`case when ${keys.expiresAt} > now() then ${keys.note} end`,
      },
      setWhere: sql`${keys.expiresAt} <= now() or (${keys.succeeded} is null and ${keys.lockedUntil} <= now() and ${keys.bodyHash} = ${bodyHash})`,
    })
    .returning({ note: keys.note });
  return rows[0];
}

function keyedCall(ctx: Context, slot: Slot, note: string | null): KeyedCall {
  const { secrets } = ctx.services;
  return {
    noted: note === null ? null : secrets.open(NOTE, note),
    note: async (tx, text) => {
      await tx.db
        .update(keys)
        .set({ note: secrets.seal(NOTE, text) })
        .where(at(slot));
    },
  };
}

async function find(ctx: Context, slot: Slot) {
  const [row] = await ctx.db.select().from(keys).where(at(slot)).limit(1);
  return row;
}

async function keep(ctx: Context, slot: Slot, answer: unknown): Promise<void> {
  const sealed = ctx.services.secrets.seal(PURPOSE, superjson.stringify(answer));
  await ctx.db.update(keys).set({ answer: { sealed }, succeeded: true }).where(at(slot));
}

function openAnswer(ctx: Context, kept: unknown): unknown {
  return superjson.parse(ctx.services.secrets.open(PURPOSE, keptAnswer.parse(kept).sealed));
}

/** Gives the key back. One under which something was noted stays with its body, so that the next try goes on from there. */
async function release(ctx: Context, slot: Slot): Promise<void> {
  await ctx.db.delete(keys).where(and(at(slot), sql`${keys.succeeded} is null and ${keys.note} is null`));
  await ctx.db
    .update(keys)
    .set({ lockedUntil: sql`now()` })
    .where(and(at(slot), sql`${keys.succeeded} is null`));
}

function at(slot: Slot) {
  return and(eq(keys.actor, slot.actor), eq(keys.procedure, slot.procedure), eq(keys.key, slot.key));
}

/** The same request in the same letters, whatever the order of its fields. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? "null"
  );
}

/** Forgets the keys of more than a day ago; called by the maintenance job. Gives how many. */
export async function forgetOldKeys(ctx: Context): Promise<number> {
  const rows = await ctx.db.delete(keys).where(lt(keys.expiresAt, sql`now()`)).returning({ key: keys.key });
  return rows.length;
}
