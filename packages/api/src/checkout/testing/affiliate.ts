import { account, type ReleaseForecast, releaseForecast } from "@stoa/ledger";
import { recordVisit } from "../../affiliates/index.ts";
import { createCaller } from "../../root.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../../testing/people.ts";
import { type CourseOnSale, freshAddress, type Shop } from "./shop.ts";

/** What a browser says when a person opens a page. */
export const PERSON = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
  "sec-fetch-dest": "document",
  "sec-fetch-mode": "navigate",
} as const;

export interface TestAffiliate {
  id: string;
  code: string;
  person: TestPerson;
  caller: ReturnType<typeof createCaller>;
  /** The cookie of a visitor who follows the link, after those they followed before. */
  visit(as?: { referral?: string | null; ip?: string; headers?: Record<string, string> }): Promise<string | null>;
  forecast(at?: Date): Promise<ReleaseForecast>;
}

let people = 0;

/** A person who has joined the programme, from a network of their own. */
export async function addAffiliate(shop: Shop, as: { email?: string; code?: string } = {}): Promise<TestAffiliate> {
  people += 1;
  const person = await addPerson(shop.services, "ben", { email: as.email ?? `affiliate${people}@example.com` });
  const ctx = await signedIn(shop.services, person, { ip: freshAddress() });
  const caller = createCaller(ctx);
  const { termsVersion } = await caller.affiliates.programme();
  const payoutAccount = { gateway: "paypal", destination: person.email } as const;
  const { id, code } = await caller.affiliates.join({
    termsVersion,
    payoutAccount,
    ...(as.code ? { code: as.code } : {}),
  });
  return {
    id,
    code,
    person,
    caller,
    visit: async ({ referral = null, ip = freshAddress(), headers = {} } = {}) => {
      const sent = new Headers({ ...PERSON, ...headers });
      const visit = { method: "GET", header: (name: string) => sent.get(name), code, path: "/courses", referral };
      return (await recordVisit(guest(shop.services, { ip }), visit))?.value ?? null;
    },
    forecast: (at = shop.clock.now()) =>
      releaseForecast(shop.services, { address: account.affiliatePayable(id), currency: "EUR" }, at),
  };
}

/** A guest's order placed by an affiliate's link; `referral` is the cookie. */
export async function placeBy(
  shop: Shop,
  referral: string | null,
  as: { course?: CourseOnSale; email?: string; ip?: string } = {},
): Promise<{ orderId: string; total: { amount: number; currency: "EUR" } }> {
  people += 1;
  const course = as.course ?? (await shop.addCourse());
  const email = as.email ?? `sent${people}@example.com`;
  const { orderId, total } = await shop.start({ course, email }, { referral, ip: as.ip ?? freshAddress() });
  return { orderId, total: { amount: total.amount, currency: "EUR" } };
}
