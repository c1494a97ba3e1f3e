import { createHmac } from "node:crypto";
import { tables } from "@stoa/db";
import type { TestDatabase } from "@stoa/db/testing/database";
import { type DrainedRun, drainJobs } from "@stoa/jobs";
import { type Clock, newId } from "@stoa/kit";
import { type Breach, breachesOf, runLedgerInvariants } from "@stoa/ledger";
import { createFrappeLms } from "@stoa/lms";
import { createGateways } from "@stoa/payments";
import { signing } from "../../../../../apps/sandbox/src/paypal/certificate/certificate.ts";
import { type TestSandbox, testSandbox } from "../../../../../tooling/testing/test-sandbox.ts";
import { AFFILIATE_INVARIANTS } from "../../affiliates/index.ts";
import { COUPON_INVARIANTS } from "../../coupons/index.ts";
import { GRANT_INVARIANTS } from "../../grants/index.ts";
import { handleWebhook } from "../../http/webhook-handler.ts";
import { jobs } from "../../jobs.ts";
import type { RequestFacts, Services } from "../../platform/context.ts";
import { contextFor } from "../../platform/context.ts";
import { addPerson, guest } from "../../testing/people.ts";
import { testServices } from "../../testing/services.ts";
import { SALE_INVARIANTS } from "../invariants.ts";
import type { StartCheckoutAnswer, StartCheckoutInput } from "../schemas.ts";
import { startCheckout } from "../start-checkout.ts";

/** The secret the sandbox signs with, and one it no longer does. */
export const SECRETS = { now: "whsec_sandbox", before: "whsec_before" } as const;

/** The sandbox sends at once, but a busy machine may take its time. */
const WEBHOOK_WITHIN_MS = 25_000;

export interface CourseOnSale {
  id: string;
  slug: string;
}

/** The clock of the wall, moved forward by hand. */
class MovedClock implements Clock {
  private aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  advance(ms: number): void {
    this.aheadMs += ms;
  }

  /** Back to the wall. */
  reset(): void {
    this.aheadMs = 0;
  }
}

export interface Webhook {
  rawBody: Uint8Array;
  headers: Headers;
}

export interface Shop {
  readonly services: Services;
  readonly sandbox: TestSandbox;
  readonly clock: MovedClock;
  /** A published course; known to the LMS under its slug unless told otherwise. */
  addCourse(as?: {
    priceMinor?: number;
    currency?: string;
    lmsCourse?: string | null;
    status?: "draft";
  }): Promise<CourseOnSale>;
  /** A guest's checkout from an address of its own, so that no limit of another test counts. */
  start(
    input: Partial<StartCheckoutInput> & { course: CourseOnSale; email: string },
    request?: Partial<RequestFacts>,
  ): Promise<StartCheckoutAnswer>;
  /** Plays the buyer at the gateway. */
  pay(orderId: string, outcome?: "succeeded" | "failed" | "expired"): Promise<void>;
  /** The webhooks that the gateway has sent for an order so far, once there are as many of a type as asked. */
  webhooksOf(orderId: string, type: string): Promise<Webhook[]>;
  /** Hands a webhook to the end point; gives the status of the answer. */
  deliver(webhook: Webhook): Promise<number>;
  /** Runs all jobs that are due. */
  drain(): Promise<DrainedRun[]>;
  /** What is true of an order, as far as it matters. */
  outcomeOf(orderId: string): Promise<OrderOutcome>;
  /** Invariants that do not hold; none, when all is well. */
  breaches(): Promise<Breach[]>;
}

export interface OrderOutcome {
  status: string;
  invoices: number;
  rights: number;
  enrolments: number;
  syncs: number;
  receipts: number;
  payments: number;
  reviews: string[];
}

let lastAddress = 0;
/** A caller's address that nobody had before; from the block that is kept for documentation and tests. */
export function freshAddress(): string {
  lastAddress += 1;
  return `198.18.${Math.floor(lastAddress / 250)}.${1 + (lastAddress % 250)}`;
}

/** A shop of this test file's own over a sandbox. Call it once at the top, beside `testDatabase()`. */
export function testShop(database: TestDatabase): Shop {
  const sandbox = testSandbox();
  const clock = new MovedClock();
  let services: Services | undefined;
  let catalogue: ReturnType<typeof setUpCatalogue> | undefined;
  const opened = (): Services => {
    services ??= {
      ...testServices(database),
      clock,
      gateways: createGateways({
        stripe: {
          secretKey: "sk_test_sandbox",
          webhookSecret: `${SECRETS.now},${SECRETS.before}`,
          apiBase: sandbox.url,
        },
        paypal: {
          clientId: "sandbox",
          clientSecret: "sandbox",
          webhookId: "WH-SANDBOX",
          trustedRoot: signing.root,
          apiBase: `${sandbox.url}/paypal`,
        },
      }),
      lms: createFrappeLms({
        baseUrl: `${sandbox.url}/frappe`,
        apiKey: "sandbox",
        apiSecret: "sandbox",
        allowPrivateAddress: true,
      }),
    };
    return services;
  };
  const workerContext = () => contextFor(opened(), { kind: "system", id: "test" }, newId("correlation"));

  return {
    sandbox,
    clock,
    get services() {
      return opened();
    },
    addCourse: async (as) => {
      catalogue ??= setUpCatalogue(opened());
      return addCourse(opened(), await catalogue, as);
    },
    start: ({ course, ...input }, request) =>
      startCheckout(guest(opened(), { ip: freshAddress(), ...request }), {
        lines: [{ kind: "course", id: course.slug, quantity: 1 }],
        ...input,
      }),
    pay: async (orderId, outcome = "succeeded") => {
      await sandbox.control("POST", "pay", { reference: orderId, outcome });
    },
    webhooksOf: async (orderId, type) => {
      const about = (webhook: Webhook) => namesOf(sandbox, orderId).some((name) => namesIn(webhook).has(name));
      await sandbox.webhooks.waitFor((webhook) => webhook.body.type === type && about(webhook), WEBHOOK_WITHIN_MS);
      return sandbox.webhooks.received.filter(about);
    },
    deliver: async ({ rawBody, headers }) => {
      const gateway = headers.has("paypal-transmission-id") ? "paypal" : "stripe";
      const request = new Request(`http://web.test/api/webhooks/${gateway}`, {
        method: "POST",
        headers,
        body: Buffer.from(rawBody),
      });
      return (await handleWebhook(opened(), gateway, request)).status;
    },
    drain: () => drainJobs(workerContext(), jobs),
    outcomeOf: (orderId) => outcomeOf(database, orderId),
    breaches: async () => {
      const ctx = workerContext();
      return [
        ...(await runLedgerInvariants(ctx)),
        ...(await breachesOf(ctx, [
          ...SALE_INVARIANTS,
          ...AFFILIATE_INVARIANTS,
          ...COUPON_INVARIANTS,
          ...GRANT_INVARIANTS,
        ])),
      ];
    },
  };
}

/** Signs a body the way the gateway does, for events that the sandbox would not send. */
export function signed(body: unknown, secret: string, at: Date = new Date()): Webhook {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const seconds = Math.floor(at.getTime() / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${text}`).digest("hex");
  return {
    rawBody: new TextEncoder().encode(text),
    headers: new Headers({ "stripe-signature": `t=${seconds},v1=${signature}` }),
  };
}

/** An order's id and the gateway's names of its payments; what is done in the dashboard tells only of these. */
function namesOf(sandbox: TestSandbox, orderId: string): string[] {
  const naming = sandbox.webhooks.received.filter((webhook) => namesIn(webhook).has(orderId));
  return [orderId, ...naming.flatMap((webhook) => [...namesIn(webhook)].filter((name) => name.startsWith("pi_")))];
}

const namesRead = new WeakMap<Uint8Array, ReadonlySet<string>>();

/** The orders and payments that a webhook names, read once however often it is asked. */
function namesIn(webhook: Webhook): ReadonlySet<string> {
  const known = namesRead.get(webhook.rawBody);
  if (known) return known;
  const names = new Set(
    [...textOf(webhook).matchAll(/"((?:ord|pi)_[A-Za-z0-9_]+)"/g)].flatMap((match) => match[1] ?? []),
  );
  namesRead.set(webhook.rawBody, names);
  return names;
}

export function textOf({ rawBody }: Webhook): string {
  return new TextDecoder().decode(rawBody);
}

/** Who teaches, and under which heading. */
async function setUpCatalogue(services: Services): Promise<{ instructorId: string; categoryId: string }> {
  const { id: instructorId } = await addPerson(services, "ines");
  const categoryId = newId("category");
  await services.db.insert(tables.categories).values({ id: categoryId, slug: "craft", name: "Craft" });
  return { instructorId, categoryId };
}

async function addCourse(
  services: Services,
  catalogue: Awaited<ReturnType<typeof setUpCatalogue>>,
  as: Parameters<Shop["addCourse"]>[0] = {},
): Promise<CourseOnSale> {
  const id = newId("course");
  const slug = `course-${id.slice(-10)}`;
  await services.db.insert(tables.courses).values({
    id,
    slug,
    title: `Drawing ${slug}`,
    summary: "Seeing, line by line.",
    description: "<p>Seeing.</p>",
    ...catalogue,
    difficulty: "beginner",
    priceMinor: as.priceMinor ?? 4_900,
    currency: as.currency ?? "EUR",
    status: as.status ?? "published",
    lmsCourse: as.lmsCourse === undefined ? slug : as.lmsCourse,
    publishedAt: services.clock.now(),
  });
  return { id, slug };
}

async function outcomeOf(database: TestDatabase, orderId: string): Promise<OrderOutcome> {
  const [row] = await database.sql<OrderOutcome[]>`
    select o.status,
      (select count(*)::int from invoices i where i.order_id = o.id) as invoices,
      (select count(*)::int from entitlements e join order_lines l on l.id = e.source_id
        where l.order_id = o.id and e.ended_at is null) as rights,
      (select count(*)::int from enrolments n join order_lines l on l.subject_id = n.course_id
        where l.order_id = o.id and n.email_normalised = o.email_normalised and n.status = 'active') as enrolments,
      (select count(*)::int from lms_syncs s where s.order_id = o.id) as syncs,
      (select count(*)::int from mails m where m.dedupe_key = 'order-receipt:' || o.id) as receipts,
      (select count(*)::int from payments p where p.order_id = o.id and p.status = 'succeeded') as payments,
      array(select r.reason::text from order_reviews r where r.order_id = o.id order by 1) as reviews
    from orders o where o.id = ${orderId}`;
  if (!row) throw new Error(`no order ${orderId}`);
  return row;
}
