import { expect, test } from "vitest";
import { ORDER_HEADER, withOrderToken } from "./order-token.ts";

const order = "ord_01jd0000000000000000000000";
const asking = (headers: Record<string, string>) =>
  withOrderToken(new Request("http://web.test/api/trpc", { headers })).headers.get("x-order-token");

test("the token of the order that is asked about comes out of its cookie", () => {
  expect(asking({ [ORDER_HEADER]: order, cookie: `a=b; stoa_${order}=secret-1; c=d` })).toBe("secret-1");
});

test("no token is taken for another order, for none, or for a made-up name", () => {
  expect(asking({ [ORDER_HEADER]: order.replace("1j", "1k"), cookie: `stoa_${order}=secret` })).toBeNull();
  expect(asking({ cookie: `stoa_${order}=secret` })).toBeNull();
  expect(asking({ [ORDER_HEADER]: "locale", cookie: "stoa_locale=fr" })).toBeNull();
});
