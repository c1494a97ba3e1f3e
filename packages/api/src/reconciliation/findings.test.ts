import { money } from "@stoa/kit";
import type { DisputeSnapshot } from "@stoa/payments";
import { describe, expect, test } from "vitest";
import { disputeStateOf } from "./dispute-state.ts";
import { differ, kindOf } from "./findings.ts";

const word = (status: string, amountMinor = 4_900) => ({ status, amountMinor, currency: "EUR" });

describe("two sides differ", () => {
  test.each([
    ["payment", null, word("failed"), false],
    ["payment", null, word("succeeded"), true],
    ["refund", word("succeeded"), word("succeeded", 4_800), true],
    ["refund", word("failed", 1), word("pending", 2), false],
    ["dispute", null, null, false],
    ["dispute", null, word("won"), true],
    ["dispute", word("open"), word("open"), false],
    ["dispute", word("warning"), word("open"), true],
    ["dispute", word("open"), word("open", 4_800), true],
    ["dispute", word("open"), null, true],
  ] as const)("about a %s of which is said %j here and %j there: %s", (subject, here, there, expected) => {
    expect(differ({ subject, here, there })).toBe(expected);
  });

  test("in what is not known here, not known there, another state, or another amount", () => {
    expect(kindOf({ here: null, there: word("open") })).toBe("missing_here");
    expect(kindOf({ here: word("open"), there: null })).toBe("missing_there");
    expect(kindOf({ here: word("open"), there: word("won") })).toBe("status_differs");
    expect(kindOf({ here: word("open"), there: word("open", 1) })).toBe("amount_differs");
  });
});

test.each([
  ["warning", false, "warning"],
  ["needs_response", false, "warning"],
  ["needs_response", true, "open"],
  ["under_review", true, "open"],
  ["won", false, "won"],
  ["lost", true, "lost"],
  ["lost", false, "lost_untaken"],
] as const)("a dispute that is %s, its money taken: %s, is %s", (status, fundsWithdrawn, expected) => {
  const dispute: DisputeSnapshot = {
    disputeId: "du_1",
    paymentId: "pi_1",
    orderId: null,
    status,
    amount: money(4_900, "EUR"),
    fee: null,
    fundsWithdrawn,
    reason: "fraudulent",
    respondBy: null,
    occurredAt: new Date(0),
  };
  expect(disputeStateOf(dispute)).toBe(expected);
});
