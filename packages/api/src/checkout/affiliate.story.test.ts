import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS } from "@stoa/kit";
import { afterEach, expect, test } from "vitest";
import { recordVisit } from "../affiliates/index.ts";
import { requestContext } from "../http/request-context.ts";
import { restHandler } from "../http/rest-handler.ts";
import { GUEST } from "../platform/actor.ts";
import { REFERRAL_COOKIE } from "../platform/referral-cookie.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { PERSON } from "./testing/affiliate.ts";
import { freshAddress, testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

const peer = () => ({ "x-stoa-peer": freshAddress() });

/** Opens a page as a browser does; gives the cookie that it was told to keep. */
async function follow(link: string): Promise<string> {
  const url = new URL(link);
  const headers = new Headers({ ...PERSON, ...peer() });
  const cookie = await recordVisit(requestContext(shop.services, { headers, answer: new Headers() }), {
    code: url.searchParams.get("ref") ?? "",
    path: url.pathname,
    method: "GET",
    header: (name) => headers.get(name),
    referral: null,
  });
  return `theme=dark; ${REFERRAL_COOKIE}=${cookie?.value}`;
}

async function settle(orderId: string, type: string): Promise<void> {
  for (const webhook of await shop.webhooksOf(orderId, type)) expect(await shop.deliver(webhook)).toBe(200);
  await shop.drain();
  // The statistics follow some seconds later.
  shop.clock.advance(11_000);
  await shop.drain();
}

test("somebody joins over REST, a stranger buys by the link, the commission falls due, and a refund takes it all back", async () => {
  const person = await addPerson(shop.services, "ben");
  const member = await signedIn(shop.services, person, { ip: freshAddress() });
  const asMember = restHandler({ services: async () => shop.services, actorOf: async () => member.actor });
  const asGuest = restHandler({ services: async () => shop.services, actorOf: async () => GUEST });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    new Request(`http://web.test/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...peer(), ...headers },
      body: JSON.stringify(body),
    });

  const payoutAccount = { gateway: "paypal", destination: person.email };
  const joining = { termsVersion: "2026-11", code: "bens-picks", payoutAccount };
  expect((await asGuest(post("/affiliates", joining))).status).toBe(401);
  const joined = await asMember(post("/affiliates", joining));
  expect(joined.status).toBe(200);
  const { link } = (await joined.json()) as { link: string };
  expect(link).toBe("http://web.test/?ref=bens-picks");

  const cookie = await follow(link);
  const course = await shop.addCourse();
  const lines = [{ kind: "course", id: course.slug }];
  const started = await asGuest(post("/checkouts", { lines, email: "stranger@example.com" }, { cookie }));
  const { orderId } = (await started.json()) as { orderId: string };
  await shop.pay(orderId);
  await settle(orderId, "checkout.session.completed");

  const affiliate = createCaller(member).affiliates;
  const eur = (amount: number) => ({ amount, currency: "EUR" });
  expect(await affiliate.dashboard({})).toMatchObject({
    clicks: 1,
    conversions: 1,
    conversionBps: 10_000,
    balances: [{ earned: eur(490), held: eur(490), payable: eur(0) }],
  });
  shop.clock.advance(31 * DAY_MS);
  expect(await affiliate.dashboard({})).toMatchObject({
    balances: [{ held: eur(0), payable: eur(490), upcoming: [] }],
  });

  // The gateway lives by the wall's clock, and signs by it.
  shop.clock.reset();
  await shop.sandbox.control("POST", "refund", { reference: orderId });
  await settle(orderId, "refund.created");
  shop.clock.advance(31 * DAY_MS);
  expect(await affiliate.dashboard({})).toMatchObject({
    balances: [{ earned: eur(490), clawedBack: eur(490), held: eur(0), payable: eur(0), owedBack: eur(0) }],
  });
});
