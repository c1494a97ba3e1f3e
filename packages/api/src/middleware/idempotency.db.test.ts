import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { createCallerFactory, publicProcedure, router } from "../trpc.ts";
import { canonicalJson } from "./idempotency.ts";

const services = testServices(testDatabase());
let runs = 0;
let serial = 0;
let gate: Promise<void> = Promise.resolve();

const callerOf = createCallerFactory(
  router({
    place: publicProcedure
      .meta({ access: "anyone", idempotent: true })
      .input(z.strictObject({ item: z.string(), fails: z.boolean().optional() }))
      .output(z.object({ order: z.string(), at: z.date() }))
      .mutation(async ({ input }) => {
        runs += 1;
        await gate;
        if (input.fails) throw new Error("the gateway is away");
        return { order: `${input.item}-${runs}`, at: new Date(0) };
      }),
    /** Fails at its first try, after it has written down how far it came. */
    build: publicProcedure
      .meta({ access: "anyone", idempotent: true })
      .output(z.string())
      .mutation(async ({ ctx }) => {
        if (ctx.keyedCall?.noted) return ctx.keyedCall.noted;
        await withTransaction(ctx, async (tx) => tx.keyedCall?.note(tx, "the foundation stands"));
        throw new Error("the gateway is away");
      }),
  }),
);

beforeEach(() => {
  runs = 0;
  serial += 1;
  gate = Promise.resolve();
});

const key = () => `key-number-${serial}`;
const place = (
  input: { item: string; fails?: boolean },
  idempotencyKey: string | null = key(),
  ip = "198.51.100.1",
) => {
  const headers = new Map<string, string>();
  const ctx = guest(services, { ip, idempotencyKey, setHeader: (name, value) => headers.set(name, value) });
  return { answer: callerOf(ctx).place(input), headers };
};

describe("an idempotency key", () => {
  test("gives the first answer again, with its types, and says that it is a repeat", async () => {
    const first = await place({ item: "a" }).answer;
    const again = place({ item: "a" });
    expect(await again.answer).toEqual(first);
    expect((await again.answer).at).toEqual(new Date(0));
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(runs).toBe(1);
  });

  test("makes a hundred calls at once one call, all answered alike", async () => {
    let release = () => {};
    gate = new Promise((resolve) => {
      release = resolve;
    });
    const calls = Array.from({ length: 100 }, () => place({ item: "a" }).answer);
    setTimeout(release, 300);
    const answers = await Promise.all(calls);
    expect(runs).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test("keeps the answer sealed: what it carries does not stand in the database", async () => {
    const bearer = `bearer-${serial}-of-this-order`;
    const first = await place({ item: bearer }).answer;
    const kept = await services.db.select().from(tables.idempotencyKeys).where(eq(tables.idempotencyKeys.key, key()));
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(bearer);
    expect(JSON.stringify(await place({ item: bearer }).answer)).toBe(JSON.stringify(first));
  });

  test("is refused with another body, and takes one body in any order of its fields", async () => {
    await place({ item: "a" }).answer;
    await expect(place({ item: "b" }).answer).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
    expect(runs).toBe(1);
    expect(canonicalJson({ a: 1, b: { d: 2, c: 3 } })).toBe(canonicalJson({ b: { c: 3, d: 2 }, a: 1 }));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("is its caller's own", async () => {
    await place({ item: "a" }).answer;
    await place({ item: "b" }, key(), "198.51.100.2").answer;
    expect(runs).toBe(2);
  });

  test("keeps no failure: the next try runs", async () => {
    await expect(place({ item: "a", fails: true }).answer).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    await expect(place({ item: "a", fails: true }).answer).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    expect(runs).toBe(2);
  });

  test("whose first caller died is taken over once its time is up", async () => {
    await place({ item: "a" }).answer;
    await services.db
      .update(tables.idempotencyKeys)
      .set({ answer: null, succeeded: null, lockedUntil: new Date(0) })
      .where(eq(tables.idempotencyKeys.key, key()));
    expect((await place({ item: "a" }).answer).order).toBe("a-2");
  });

  test("whose first call failed on the way goes on from what that had noted, and keeps it sealed", async () => {
    const build = () => callerOf(guest(services, { ip: "198.51.100.1", idempotencyKey: key() })).build();
    await expect(build()).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    const [row] = await services.db.select().from(tables.idempotencyKeys).where(eq(tables.idempotencyKeys.key, key()));
    expect(row?.note).not.toContain("foundation");
    expect(await build()).toBe("the foundation stands");
  });

  test("is forgotten after a day", async () => {
    await place({ item: "a" }).answer;
    await services.db.update(tables.idempotencyKeys).set({ expiresAt: new Date(0) });
    expect((await place({ item: "b" }).answer).order).toBe("b-2");
  });

  test("of wrong shape is refused, and without one each call runs", async () => {
    for (const wrong of ["short", "x".repeat(256), "with space", "naïve-key"])
      await expect(place({ item: "a" }, wrong).answer).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await place({ item: "a" }, null).answer;
    await place({ item: "a" }, null).answer;
    expect(runs).toBe(2);
  });
});
