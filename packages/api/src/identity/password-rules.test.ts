import { describe, expect, test } from "vitest";
import { WeakPassword } from "./errors.ts";
import { mustBeGoodPassword } from "./password-rules.ts";

const SHORT = "Use at least 10 characters. A short sentence is good.";
const COMMON = "This password is one of those tried first. Choose another; a short sentence is good.";
const OWN = "This password is close to your name or address. Choose another.";

const asha = { email: "Ashakumari@Example.com", name: "Asha Kumari Rao" };
const refusalOf = (password: string, person: { email: string; name?: string } = asha) => {
  try {
    mustBeGoodPassword(password, person);
  } catch (error) {
    if (error instanceof WeakPassword) return error.message;
    throw error;
  }
  return null;
};

describe("a password", () => {
  test.each([
    ["seven wet umbrellas", null],
    ["kx8-wq2-zm", null],
    ["kx8-wq2-z", SHORT],
    ["कविताएँ अच्छी", null],
  ])("%s is judged by its length, not by what it is made of", (password, refusal) => {
    expect(refusalOf(password)).toBe(refusal);
  });

  test("is as long as it reads, however its letters are put together", () => {
    expect(refusalOf("kx8wq2zme\u0301")).toBe(SHORT);
    expect(refusalOf("kx8wq2zmae\u0301")).toBeNull();
    expect(refusalOf("kx8wq2zm😀")).toBe(SHORT);
  });

  test.each([
    ["aaabbbcccaaabbb", COMMON],
    ["aaabbbcccaaabbd", null],
    ["q1w2e3r4t5", COMMON],
    ["BASKETBALL", COMMON],
    ["123-umbrella-2026!", COMMON],
    ["1qaz2wsx3edc", COMMON],
    ["basket123ball", null],
    ["1357924680", COMMON],
  ])("%s that others try first is refused: %s", (password, refusal) => {
    expect(refusalOf(password)).toBe(refusal);
  });

  test.each([
    ["9876543210", COMMON],
    ["0246802468", COMMON],
    ["3692581470", COMMON],
    ["98765432109876", COMMON],
    ["1357913570", null],
    ["3692581479", null],
    ["4692581470", null],
    ["x9876543210y", null],
  ])("%s of nothing but digits is refused when each follows from the one before: %s", (password, refusal) => {
    expect(refusalOf(password)).toBe(refusal);
  });

  test.each([
    ["ashakumari@example.com", OWN],
    ["ASHAKUMARI@example.com 12", OWN],
    ["ashakumari@example.com-12345", null],
    ["AshaKumari12345", OWN],
    ["ashakumari123456", null],
    ["asha kumari rao", OWN],
    ["Asha Kumari Rao 12345", null],
    ["my ashakumarirao", OWN],
  ])("%s is measured against the person's own name and address: %s", (password, refusal) => {
    expect(refusalOf(password)).toBe(refusal);
  });

  test("is not measured against a name or mailbox of three letters, nor against none", () => {
    expect(refusalOf("bob-lives-x", { email: "bob@example.com", name: "Bob" })).toBeNull();
    expect(refusalOf("kx8-wq2-zm", { email: "asha@example.com" })).toBeNull();
  });
});
