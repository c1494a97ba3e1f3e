import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GUEST } from "../platform/actor.ts";
import { mayDecide } from "./policy.ts";
import { sharesOf, spentOf } from "./postings.ts";

const prices = fc.integer({ min: 1, max: 1_000_000_000 });
const percents = fc.integer({ min: 10, max: 100 });

describe("the shares of a granted price", () => {
  test("add up to it, the pool's within half a unit of its percentage", () => {
    fc.assert(
      fc.property(prices, percents, (price, percent) => {
        const { grantedMinor, payMinor } = sharesOf(price, percent);
        expect(grantedMinor + payMinor).toBe(price);
        expect(payMinor).toBeGreaterThanOrEqual(0);
        expect(Math.abs(grantedMinor - (price * percent) / 100)).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 2_000 },
    );
  });

  test("of the whole leave nothing to pay", () => {
    fc.assert(
      fc.property(prices, (price) => {
        expect(sharesOf(price, 100)).toEqual({ grantedMinor: price, payMinor: 0 });
      }),
    );
  });
});

test("a pool pays what was taken off, and never more than it kept aside", () => {
  const award = { grantedMinor: 3_675, currency: "EUR" } as const;
  expect(spentOf(award, 3_000)).toEqual({ amount: 3_000, currency: "EUR" });
  expect(spentOf(award, 5_675)).toEqual({ amount: 3_675, currency: "EUR" });
  expect(spentOf(award, 0)).toEqual({ amount: 0, currency: "EUR" });
});

describe("an application", () => {
  const application = { userId: "usr_asha", emailNormalised: "asha@example.com" };
  const reviewer = (id: string, email: string) =>
    ({
      kind: "user",
      id,
      email,
      sessionId: "ses",
      roles: ["staff"],
      permissions: new Set<never>(),
      emailVerified: true,
      secondFactorMissing: false,
    }) as const;

  test("is never decided by its applicant, by account or by any spelling of their address", () => {
    expect(mayDecide(reviewer("usr_asha", "work@example.com"), application)).toBe(false);
    expect(mayDecide(reviewer("usr_omar", "Asha@Example.com"), application)).toBe(false);
    expect(mayDecide(reviewer("usr_omar", "omar@example.com"), application)).toBe(true);
    expect(mayDecide(reviewer("usr_omar", "omar@example.com"), { ...application, userId: null })).toBe(true);
    expect(mayDecide(GUEST, application)).toBe(true);
  });
});
