import { expect, test } from "vitest";
import { isSameMailbox, rateFor, statusFor } from "./policy.ts";

test.each([
  ["ann@example.com", "ANN@example.com", true],
  ["ann@example.com", "ann+shop@example.com", true],
  ["ann.other@gmail.com", "annother+x@googlemail.com", true],
  ["ann.other@example.com", "annother@example.com", false],
  ["ann@example.com", "ann@example.org", false],
])("%s and %s are one mailbox: %s", (left, right, same) => {
  expect(isSameMailbox(left, right)).toBe(same);
});

test("proof refuses, a likeness waits for a person, nothing is accepted", () => {
  expect(statusFor([])).toBe("accepted");
  expect(statusFor(["same_network"])).toBe("held");
  expect(statusFor(["suspended"])).toBe("held");
  for (const proof of ["same_user", "same_email", "same_payout"] as const)
    expect(statusFor(["same_network", proof])).toBe("refused");
});

test("the nearest agreement decides the rate", () => {
  const sale = { affiliateId: "aff_a", subjectId: "crs_1" };
  const ofCourse = { affiliateId: null, courseId: "crs_1", rateBps: 1_500 };
  const ofAffiliate = { affiliateId: "aff_a", courseId: null, rateBps: 2_000 };
  const ofBoth = { affiliateId: "aff_a", courseId: "crs_1", rateBps: 0 };
  const ofOthers = { affiliateId: "aff_b", courseId: "crs_1", rateBps: 9_000 };
  expect(rateFor(sale, [ofOthers], 1_000)).toBe(1_000);
  expect(rateFor(sale, [ofOthers, ofCourse], 1_000)).toBe(1_500);
  expect(rateFor(sale, [ofCourse, ofAffiliate], 1_000)).toBe(2_000);
  expect(rateFor(sale, [ofCourse, ofAffiliate, ofBoth], 1_000)).toBe(0);
});
