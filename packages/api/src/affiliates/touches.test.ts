import { DAY_MS } from "@stoa/kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSecrets } from "../platform/secrets.ts";
import { addTouch, chooseTouch, inWindow, openTouches, sealTouches, type Touch } from "./touches.ts";

const secrets = createSecrets(Buffer.alloc(32, 1).toString("base64"));
const NOW = new Date("2026-11-21T12:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const touch = (affiliateId: string, days: number): Touch => ({ affiliateId, at: ago(days) });

test("what is sealed is read again, and nothing else is", () => {
  const touches = [touch("aff_a", 3), touch("aff_b", 1)];
  const cookie = sealTouches(secrets, touches);
  expect(openTouches(secrets, cookie, NOW)).toEqual(touches);
  const other = createSecrets(Buffer.alloc(32, 2).toString("base64"));
  const forged = [
    `${cookie}A`,
    cookie.slice(1),
    "",
    "a".repeat(2_001),
    "%%%",
    sealTouches(other, touches),
    secrets.seal("mail", "[]"),
  ];
  for (const text of [null, ...forged]) expect(openTouches(secrets, text, NOW)).toEqual([]);
});

test("T76 a touch older than any window, or of the future, is dropped on the server", () => {
  const cookie = sealTouches(secrets, [touch("aff_old", 366), touch("aff_future", -1), touch("aff_ok", 364)]);
  expect(openTouches(secrets, cookie, NOW).map(({ affiliateId }) => affiliateId)).toEqual(["aff_ok"]);
});

test("a window is half-open: as old as the window is out", () => {
  const touches = [touch("aff_in", 29.999), touch("aff_out", 30)];
  expect(inWindow(touches, { windowDays: 30, now: NOW }).map(({ affiliateId }) => affiliateId)).toEqual(["aff_in"]);
});

test("the model says whose a sale is", () => {
  const touches = [touch("aff_b", 1), touch("aff_a", 3), touch("aff_c", 2)];
  expect(chooseTouch(touches, "last_click")?.affiliateId).toBe("aff_b");
  expect(chooseTouch(touches, "first_click")?.affiliateId).toBe("aff_a");
  expect(chooseTouch([], "last_click")).toBeNull();
});

test("a list of any length keeps the first and the last touch, fits its cookie, and answers both models alike", () => {
  const visits = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(visits, (ids) => {
      const all = ids.map((id, i) => touch(`aff_01jd${"0".repeat(20)}${id}`, (60 - i) / 4));
      const kept = all.reduce<Touch[]>((touches, each) => addTouch(touches, each), []);
      const cookie = sealTouches(secrets, kept);
      expect(cookie.length).toBeLessThanOrEqual(2_000);
      const read = openTouches(secrets, cookie, NOW);
      for (const model of ["last_click", "first_click"] as const) {
        expect(chooseTouch(read, model)).toEqual(chooseTouch(all, model));
      }
    }),
  );
});

test("whatever the window leaves out, the sale is whose it would be by all touches, until there are too many", () => {
  const visits = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(visits, fc.integer({ min: 1, max: 11 }), (ids, windowDays) => {
      const all = ids.map((id, i) => touch(`aff_${id}`, ids.length - i - 0.5));
      const kept = all.reduce<Touch[]>((touches, each) => addTouch(touches, each), []);
      const window = { windowDays, now: NOW };
      for (const model of ["last_click", "first_click"] as const) {
        const chosen = (touches: readonly Touch[]) => chooseTouch(inWindow(touches, window), model)?.affiliateId;
        expect(chosen(kept)).toBe(chosen(all));
      }
    }),
  );
});
