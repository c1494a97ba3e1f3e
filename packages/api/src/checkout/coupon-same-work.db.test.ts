import { connect } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCoupon } from "../coupons/create-coupon.ts";
import { createCouponInput } from "../coupons/schemas.ts";
import { addPerson, contextAs, guest } from "../testing/people.ts";
import { previewQuote } from "./preview-quote.ts";
import { type CourseOnSale, freshAddress, testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

let course: CourseOnSale;
let codes: Record<string, string>;
const asked: string[] = [];
let connection: ReturnType<typeof connect>;

beforeAll(async () => {
  connection = connect({ url: database.url, applicationName: "watched", onQuery: ({ text }) => asked.push(text) });
  course = await shop.addCourse();
  const other = await shop.addCourse();
  const { id: instructorId } = await addPerson(shop.services, "asha");
  const year = (at: number) => new Date(Date.UTC(at, 0, 1));
  codes = {
    over: await coupon({ startsAt: year(2020), endsAt: year(2021) }),
    "not begun": await coupon({ startsAt: year(2099) }),
    "for another course": await coupon({ scope: { kind: "courses", courseIds: [other.id] } }),
    "another seller's": await coupon({ scope: { kind: "instructor", instructorId } }),
    "in another currency": await coupon({ discount: { kind: "amount", amount: { amount: 100, currency: "USD" } } }),
  };
});

afterAll(() => connection.close());

async function coupon(terms: object): Promise<string> {
  const discount = { kind: "percentage", rateBps: 1_000 };
  const whole = { label: "Test", discount, scope: { kind: "all_courses" }, ...terms };
  return (await createCoupon(contextAs(shop.services, { kind: "job", id: "test" }), createCouponInput.parse(whole)))
    .code;
}

/** What a visitor is told who tries a code, each from a network of their own. */
async function answerTo(couponCode: string): Promise<unknown> {
  const visitor = guest({ ...shop.services, db: connection.db }, { ip: freshAddress() });
  const lines = [{ kind: "course" as const, id: course.slug, quantity: 1 }];
  return previewQuote(visitor, { lines, couponCode }).catch((error: unknown) => error);
}

test("T46 a code that cannot be used asks the database the same as one that nobody ever made, and no less", async () => {
  const questionsOf = async (code: string) => {
    await answerTo(code);
    asked.length = 0;
    expect(await answerTo(code)).toMatchObject({ code: "coupon_not_valid" });
    return [...asked];
  };
  const unknown = await questionsOf("NO-SUCH-CODE");
  expect(unknown.filter((text) => text.includes('from "coupons"'))).toHaveLength(1);
  for (const code of Object.values(codes)) expect(await questionsOf(code)).toEqual(unknown);
});
