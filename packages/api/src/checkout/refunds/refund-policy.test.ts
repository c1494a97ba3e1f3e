import { expect, test } from "vitest";
import { type ReturnableLine, whyNotReturnable } from "./refund-policy.ts";

const policy = { withinDays: 14, underPercent: 20 };
const line = (as: Partial<ReturnableLine> = {}): ReturnableLine => ({
  leftMinor: 4_900,
  handedOver: true,
  onItsWay: false,
  usedPercent: 0,
  ...as,
});

test("what was paid for lately and hardly used may be given back", () => {
  expect(whyNotReturnable(line(), policy, true)).toBeNull();
  expect(whyNotReturnable(line({ usedPercent: 19 }), policy, true)).toBeNull();
});

test("the rest may not, and says why", () => {
  expect(whyNotReturnable(line({ usedPercent: 20 }), policy, true)).toBe("too_much_used");
  expect(whyNotReturnable(line(), policy, false)).toBe("too_late");
  expect(whyNotReturnable(line({ handedOver: false }), policy, true)).toBe("gone");
  expect(whyNotReturnable(line({ leftMinor: 0 }), policy, true)).toBe("gone");
  expect(whyNotReturnable(line({ onItsWay: true }), policy, true)).toBe("on_its_way");
  expect(whyNotReturnable(line({ usedPercent: null }), policy, true)).toBe("not_returnable");
  expect(whyNotReturnable(line(), { ...policy, withinDays: 0 }, true)).toBe("not_returnable");
});
