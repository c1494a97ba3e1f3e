import { describe, expect, it } from "vitest";
import { readCardForm, readDebitForm } from "./pay-form.ts";

const NOW = new Date("2026-11-21T10:00:00Z");
const GOOD = { email: "ada@example.test", number: "4242 4242 4242 4242", expiry: "12 / 34", cvc: "123", name: "Ada" };

function errorsOf(changes: Record<string, string>): string[] {
  const form = readCardForm({ ...GOOD, ...changes }, NOW);
  return form.ok ? [] : Object.keys(form.errors);
}

describe("the card form", () => {
  it("takes a test card, however its number is spaced", () => {
    expect(readCardForm(GOOD, NOW)).toMatchObject({
      ok: true,
      behaviour: { kind: "succeeds" },
      instrument: { last4: "4242", expMonth: 12, expYear: 2034, email: "ada@example.test", name: "Ada" },
    });
    expect(errorsOf({ number: "4242-4242-4242-4242" })).toEqual([]);
  });

  it("names every field that is wrong, all at once", () => {
    expect(errorsOf({ email: "ada", number: "4242 4242 4242 4241", expiry: "13/34", cvc: "1" }).sort()).toEqual([
      "cvc",
      "email",
      "expiry",
      "number",
    ]);
    expect(errorsOf({ email: "", number: "", expiry: "", cvc: "" })).toHaveLength(4);
  });

  it.each([
    ["11/26", true],
    ["11/2026", true],
    ["1126", true],
    ["10/26", false],
    ["00/30", false],
    ["soon", false],
  ])("expiry %s is good in November 2026: %s", (expiry, good) => {
    expect(errorsOf({ expiry }).includes("expiry")).toBe(!good);
  });

  it("declines a real card, because this is a sandbox", () => {
    const form = readCardForm({ ...GOOD, number: "4111111111111111" }, NOW);
    expect(form).toMatchObject({ ok: true, behaviour: { kind: "declined", declineCode: "test_mode_live_card" } });
  });
});

describe("the bank debit form", () => {
  it("takes the test accounts only", () => {
    const form = readDebitForm({ email: "ada@example.test", iban: "de89 3704 0044 0532 0130 00" });
    expect(form).toMatchObject({ ok: true, behaviour: { kind: "debited", answer: "debit_succeeds" } });
    expect(readDebitForm({ email: "ada@example.test", iban: "GB33BUKB20201555555555" })).toMatchObject({
      ok: false,
      errors: { iban: "Use one of the test accounts." },
    });
  });
});
