import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { found, InvariantViolation, invariant, only, unreachable } from "./assert.ts";
import { addMs, DAY_MS, ManualClock, systemClock } from "./clock.ts";
import { decodeCursor, encodeCursor, PAGE_LIMIT_MAX, pageInput, pageOf, toPage } from "./cursor.ts";
import { emailSchema, normaliseEmail } from "./email-address.ts";
import { DomainError, HTTP_STATUS, InvalidInput, NotAllowed, NotSignedIn } from "./errors.ts";
import { ID_PREFIXES, newId, newSecret } from "./ids.ts";
import { silentLog } from "./log.ts";
import { isStorable } from "./text.ts";

describe("ids", () => {
  test("say what they name, and no two nouns share a prefix", () => {
    expect(newId("order")).toMatch(/^ord_[0-9a-hjkmnp-tv-z]{26}$/);
    const prefixes = Object.values(ID_PREFIXES);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  test("made later sort later", () => {
    const ids = [1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000].map((ms) => newId("order", ms));
    expect([...ids].sort()).toEqual(ids);
  });

  test("made in the same millisecond differ", () => {
    const ids = Array.from({ length: 1_000 }, () => newId("order", 1_700_000_000_000));
    expect(new Set(ids).size).toBe(1_000);
  });

  test("secrets have the entropy asked for, in letters a link can carry", () => {
    expect(newSecret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(newSecret(8)).toHaveLength(11);
  });
});

describe("a cursor", () => {
  test("comes back as it went in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string().filter(isStorable), fc.integer()), { minLength: 1, maxLength: 4 }),
        (key) => {
          const shape = key.map((part) => (typeof part === "string" ? "text" : "integer"));
          expect(decodeCursor(encodeCursor(key), shape)).toEqual(key);
        },
      ),
    );
  });

  test("that was forged or belongs to another list is refused by name", () => {
    const forged = ["", "%%%", "bm90IGpzb24", encodeCursor(["a"]), encodeCursor(["a", "b", "c"])];
    for (const cursor of forged) expect(() => decodeCursor(cursor, ["text", "text"])).toThrow(InvalidInput);
  });

  test("with a part that its column is not is refused before it gets there", () => {
    const parts = [
      "2026-11-21T10:00:00.000Z",
      "2026-02-30T10:00:00Z",
      "infinity",
      "+020026-11-21T10:00:00Z",
      "",
      7,
      1.5,
      null,
    ];
    const taken = (kind: "instant" | "integer") =>
      parts.filter((part) => {
        try {
          return decodeCursor(encodeCursor([part]), [kind]).length === 1;
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          return false;
        }
      });
    expect(taken("instant")).toEqual(["2026-11-21T10:00:00.000Z"]);
    expect(taken("integer")).toEqual([7]);
    expect(() => decodeCursor(encodeCursor(["a\u0000"]), ["text"])).toThrow(InvalidInput);
  });

  test("stands at the end of a full page and nowhere after the last", () => {
    const rows = [{ id: "a" }, { id: "b" }, { id: "c" }];
    const page = toPage(rows, 2, (row) => [row.id]);
    expect(page.items).toEqual([{ id: "a" }, { id: "b" }]);
    expect(decodeCursor(page.nextCursor ?? "", ["text"])).toEqual(["b"]);
    expect(toPage(rows, 3, (row) => [row.id]).nextCursor).toBeNull();
    expect(toPage([], 3, () => []).items).toEqual([]);
  });

  test("pages are bounded", () => {
    const input = z.strictObject(pageInput);
    expect(input.parse({})).toEqual({ limit: 20 });
    expect(input.safeParse({ limit: PAGE_LIMIT_MAX + 1 }).success).toBe(false);
    expect(pageOf(z.string()).parse({ items: ["a"], nextCursor: null })).toEqual({ items: ["a"], nextCursor: null });
  });
});

describe("an error", () => {
  test("of a domain carries its kind, its code and its details", () => {
    class SeatTaken extends DomainError {
      constructor(seat: number) {
        super("conflict", "seat_taken", "This seat is taken.", { seat });
      }
    }
    const error = new SeatTaken(4);
    expect(error).toMatchObject({ name: "SeatTaken", kind: "conflict", code: "seat_taken", details: { seat: 4 } });
    expect(HTTP_STATUS[error.kind]).toBe(409);
  });

  test("of bad input names each field", () => {
    const error = new InvalidInput([{ path: "email", message: "is not an e-mail address" }]);
    expect(error.message).toBe("email: is not an e-mail address");
    expect(error.details).toEqual({ issues: [{ path: "email", message: "is not an e-mail address" }] });
  });

  test("for who may not, and who is not known, is told apart", () => {
    expect(new NotAllowed("order:read")).toMatchObject({ kind: "forbidden", details: { permission: "order:read" } });
    expect(new NotAllowed().details).toEqual({});
    expect(new NotSignedIn().kind).toBe("unauthenticated");
  });
});

describe("what must be true", () => {
  test("ends the operation when it is not", () => {
    expect(() => invariant(false, "water is wet")).toThrow(InvariantViolation);
    expect(() => unreachable("x" as never, "colour")).toThrow("unexpected colour: x");
    expect(() => only([])).toThrow("expected one row, found none");
    expect(only([1, 2])).toBe(1);
    expect(found(0, () => new NotSignedIn())).toBe(0);
    expect(() => found(null, () => new NotSignedIn())).toThrow(NotSignedIn);
  });
});

describe("time", () => {
  test("stands still until it is moved", () => {
    const clock = new ManualClock("2026-01-01T00:00:00Z");
    clock.advance(DAY_MS);
    expect(clock.now().toISOString()).toBe("2026-01-02T00:00:00.000Z");
    expect(addMs(clock.now(), -DAY_MS).toISOString()).toBe("2026-01-01T00:00:00.000Z");
    expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });
});

describe("an e-mail address", () => {
  test("is one person in every spelling", () => {
    expect(normaliseEmail(" Asha@Example.COM ")).toBe("asha@example.com");
    expect(emailSchema.parse(" asha@example.com ")).toBe("asha@example.com");
    for (const wrong of ["asha", "asha@", "a@b\r\nBcc: c@d.ee", `${"a".repeat(250)}@example.com`])
      expect(emailSchema.safeParse(wrong).success).toBe(false);
  });
});

test("the silent log says nothing, and its children neither", () => {
  const log = silentLog.child({ path: "x" });
  for (const level of ["debug", "info", "warn", "error"] as const) expect(log[level]({}, "hush")).toBeUndefined();
});
