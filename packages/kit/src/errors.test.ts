import { describe, expect, test } from "vitest";
import * as ours from "./errors.ts";

const SAME_FILE = "./errors.ts?another-bundle";
const theirs = (await import(SAME_FILE)) as typeof ours;

class OrderGone extends ours.DomainError {}
class CallRefused extends ours.DomainError {
  static override readonly brand: string = "CallRefused";
}
class TheirCallRefused extends theirs.DomainError {
  static override readonly brand: string = "CallRefused";
}

const said = ["conflict", "code", "No."] as const;

describe("an error of a copy of its class", () => {
  test("is known by its brand, and by those above it", () => {
    expect(theirs.DomainError).not.toBe(ours.DomainError);
    expect(new TheirCallRefused(...said)).toBeInstanceOf(CallRefused);
    expect(new TheirCallRefused(...said)).toBeInstanceOf(ours.DomainError);
  });

  test("is not taken for another", () => {
    expect(new theirs.DomainError(...said)).not.toBeInstanceOf(CallRefused);
    expect(new TheirCallRefused(...said)).not.toBeInstanceOf(OrderGone);
    expect(new Error("No.")).not.toBeInstanceOf(ours.DomainError);
    expect({ kind: "conflict" } instanceof ours.DomainError).toBe(false);
  });
});

test("a class without a brand is known as any class is", () => {
  class LateOrderGone extends OrderGone {}
  expect(new LateOrderGone(...said)).toBeInstanceOf(OrderGone);
  expect(new OrderGone(...said)).not.toBeInstanceOf(LateOrderGone);
  expect(new ours.DomainError(...said)).not.toBeInstanceOf(OrderGone);
});
