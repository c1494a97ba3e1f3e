import { expect, test } from "vitest";
import { findingsOf, signalInWords } from "./signals.ts";

const CLEAN = {
  sameNetworkAffiliates: 0,
  samePayoutAffiliates: 0,
  clicks30: 100,
  busiestNetworkClicks: 3,
  busiestHourClicks: 9,
  refusedReferrals: 0,
  heldReferrals: 0,
  refundedBps: 400,
};
const marked = (signals: Partial<typeof CLEAN>) =>
  findingsOf({ ...CLEAN, ...signals })
    .filter(({ bad }) => bad)
    .map(({ label }) => label);

test("an affiliate whose figures are ordinary has no mark", () => {
  expect(marked({})).toEqual([]);
  expect(marked({ clicks30: 3, busiestNetworkClicks: 3, busiestHourClicks: 3 })).toEqual([]);
});

test("a burst, one network, one account and many refunds are marked", () => {
  expect(marked({ busiestHourClicks: 21 })).toEqual(["Clicks of 30 days in one hour"]);
  expect(marked({ busiestNetworkClicks: 21 })).toEqual(["Clicks of 30 days from one network"]);
  expect(marked({ samePayoutAffiliates: 1 })).toEqual(["Others paid into the same account"]);
  expect(marked({ refundedBps: 2_001 })).toEqual(["Commission given back with refunds"]);
});

test("every sign has its words", () => {
  expect(signalInWords("same_network")).toBe("Bought from a network the affiliate uses");
  expect(signalInWords("some_new_sign")).toBe("some new sign");
});
