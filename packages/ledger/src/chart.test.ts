import { expect, test } from "vitest";
import { account, DECLARED_ACCOUNTS, declarationOf, normalSideOf, parseAddress } from "./chart.ts";
import { TRANSFER_CODES } from "./codes.ts";
import { UnknownAccount } from "./errors.ts";
import { eur, transfer } from "./testing/books.ts";

test("an address is built from its segments and belongs to its declaration", () => {
  expect(account.gatewayClearing("stripe")).toBe("gateway/stripe/clearing");
  expect(account.taxPayable("DE")).toBe("tax/DE/payable");
  expect(account.sessionEscrow("ses_1")).toBe("session/ses_1/escrow");
  expect(account.reviewSuspense()).toBe("suspense/review");
  expect(declarationOf("wallet/usr_1")).toMatchObject({ name: "wallet", kind: "liability", normalSide: "credit" });
});

test("an address the chart does not declare does not compile, and is refused at run time", () => {
  // @ts-expect-error: no such account
  expect(() => parseAddress(transfer("gateway/stripe/cleering", "suspense/review", eur(1)).debit)).toThrow(
    UnknownAccount,
  );
  // @ts-expect-error: no such gateway
  expect(() => account.gatewayClearing("Stripe Inc.")).toThrow(UnknownAccount);
  expect(() => account.taxPayable("de")).toThrow(UnknownAccount);
  expect(() => account.wallet("")).toThrow(UnknownAccount);
  expect(() => parseAddress("wallet/a/b")).toThrow(UnknownAccount);
  expect(() => parseAddress("wallet/a\n")).toThrow(UnknownAccount);
});

test("an address belongs to one declaration", () => {
  for (const { pattern } of DECLARED_ACCOUNTS) {
    const address = pattern
      .replace("<gateway>", "stripe")
      .replace("<product>", "course")
      .replace("<country>", "DE")
      .replace("<id>", "x_1");
    expect(
      DECLARED_ACCOUNTS.filter(({ expression }) => new RegExp(expression).test(address)).map((d) => d.pattern),
    ).toEqual([pattern]);
  }
});

test("only a kept account can be guarded, and assets and expenses grow by debits", () => {
  expect(DECLARED_ACCOUNTS.filter(({ nonNegative, tracked }) => nonNegative && !tracked)).toEqual([]);
  expect((["asset", "expense", "liability", "income"] as const).map(normalSideOf)).toEqual([
    "debit",
    "debit",
    "credit",
    "credit",
  ]);
});

test("every code can stand in the database", () => {
  expect(Object.keys(TRANSFER_CODES).filter((code) => !/^[a-z][a-z_]*$/.test(code))).toEqual([]);
});
