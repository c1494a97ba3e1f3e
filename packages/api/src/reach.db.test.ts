import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { TRPCError } from "@trpc/server";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { testShop } from "./checkout/testing/shop.ts";
import { eur, told } from "./checkout/testing/told.ts";
import { grantEntitlement } from "./entitlements/index.ts";
import { procedures } from "./http/routes.ts";
import { registerPayee } from "./payouts/index.ts";
import type { Context } from "./platform/context.ts";
import { createCaller } from "./root.ts";
import { EXPECTED_REACH, type Reach } from "./testing/expected-reach.ts";
import { type DatabaseState, databaseState } from "./testing/hostile/database-state.ts";
import { addPerson, guest, signedIn } from "./testing/people.ts";
import { inputSchemaOf } from "./testing/procedure-schemas.ts";

/** Fields that name somebody's or something: an id, a slug, a sealed or mailed secret. */
const NAMES_A_THING = /^(id|ids|slug|course|lesson|instructor|token|challenge|deviceToken|address|subject|.*Id)$/;

function namingFields(path: string): string[] {
  const input = inputSchemaOf(path);
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== "object") return;
    if ("properties" in node) for (const name of Object.keys(node.properties ?? {})) names.add(name);
    for (const child of Object.values(node)) visit(child);
  };
  if (input) visit(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }));
  return [...names].filter((name) => NAMES_A_THING.test(name));
}

const TABLE = new Map<string, Reach>(Object.entries(EXPECTED_REACH));

describe("T19 every procedure that is told a thing's name", () => {
  test("has a row in the table of how far it reaches, and the table has no other", () => {
    const naming = procedures().filter(({ path }) => namingFields(path).length > 0);
    expect([...TABLE.keys()].sort()).toEqual(naming.map(({ path }) => path).sort());
  });

  test("and reaches everybody's has a permission before it that no learner or teacher holds", () => {
    const staffOnly = new Map(procedures().map(({ path, meta }) => [path, meta.access ?? "signed_in"]));
    const open = [...TABLE].filter(([path, reach]) => {
      const access = staffOnly.get(path) ?? "";
      return reach === "staff" && ["anyone", "signed_in", "course:write", "course:read_draft"].includes(access);
    });
    expect(open).toEqual([]);
  });
});

const database = testDatabase();
const shop = testShop(database);

/** What one person has; an absent one's are ids of the right make that name nothing. */
interface Belongings {
  order: string;
  line: string;
  creditNote: string;
  session: string;
  notification: string;
  course: string;
  module: string;
  lesson: string;
  payee: string;
}

const ABSENT: Belongings = {
  order: newId("order"),
  line: newId("orderLine"),
  creditNote: "STOA-CN-2026-999999",
  session: newId("session"),
  notification: newId("notification"),
  course: newId("course"),
  module: newId("module"),
  lesson: newId("lesson"),
  payee: newId("payee"),
};

/** A call of each procedure that reaches one's own alone. */
const CALLS: Readonly<Record<string, (of: Belongings) => Record<string, unknown>>> = {
  "checkout.confirmReturn": (of) => ({ orderId: of.order }),
  "checkout.refunds.offer": (of) => ({ orderId: of.order }),
  "checkout.refunds.previewReturn": (of) => ({ orderId: of.order, lineIds: [of.line] }),
  "checkout.refunds.returnLines": (of) => ({ orderId: of.order, lineIds: [of.line] }),
  "courses.manage.get": (of) => ({ id: of.course }),
  "courses.manage.update": (of) => ({ id: of.course, version: 1, data: { title: "Another title" } }),
  "courses.manage.reorderModules": (of) => ({ courseId: of.course, ids: [of.module] }),
  "courses.manage.addModule": (of) => ({ courseId: of.course, title: "More" }),
  "courses.manage.renameModule": (of) => ({ id: of.module, title: "Anew" }),
  "courses.manage.lesson": (of) => ({ id: of.lesson }),
  "courses.manage.reorderLessons": (of) => ({ moduleId: of.module, ids: [of.lesson] }),
  "courses.manage.addLesson": (of) => ({
    moduleId: of.module,
    slug: `lesson-${of.module.slice(-6)}`,
    title: "More",
    body: "<p>More.</p>",
    minutes: 1,
    preview: false,
  }),
  "learning.saveProgress": (of) => ({ lessonId: of.lesson, position: 0.5 }),
  "learning.completeLesson": (of) => ({ lessonId: of.lesson, completed: true }),
  "courses.manage.updateLesson": (of) => ({ id: of.lesson, data: { title: "Anew" } }),
  "courses.manage.removeLesson": (of) => ({ id: of.lesson }),
  "courses.manage.removeModule": (of) => ({ id: of.module }),
  "identity.sessions.end": (of) => ({ id: of.session }),
  "notifications.markRead": (of) => ({ id: of.notification }),
  "orders.get": (of) => ({ id: of.order }),
  "orders.status": (of) => ({ id: of.order }),
  "orders.receipt": (of) => ({ id: of.order }),
  "orders.creditNotes": (of) => ({ id: of.order }),
  "orders.creditNote": (of) => ({ id: of.order, number: of.creditNote }),
  "payouts.setAccount": (of) => ({ payeeId: of.payee, gateway: "paypal", destination: "tara@example.com" }),
  "payouts.request": (of) => ({ payeeId: of.payee, currency: "EUR" }),
};

let teacher: { ctx: Context; has: Belongings };
let stranger: { ctx: Context; has: Belongings };
let state: DatabaseState;

/** A teacher with a draft of their own that they also learn, and an order that they paid and got a part of back. */
async function settle(name: string): Promise<{ ctx: Context; has: Belongings }> {
  const email = `${name}@example.com`;
  const person = await addPerson(shop.services, "ines", { email });
  const ctx = await signedIn(shop.services, person);
  const caller = createCaller(ctx);
  const onSale = await shop.addCourse();
  const { orderId } = await shop.start({ course: onSale, email });
  await shop.pay(orderId);
  for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) await shop.deliver(webhook);
  await shop.drain();
  const [paid] = await database.sql`
    select p.gateway_payment_id as payment, l.id as line from payments p join order_lines l on l.order_id = p.order_id
    where p.order_id = ${orderId}`;
  await told(shop).refund(paid?.payment, eur(100), { refundId: `re_${name}` });
  const [note] = await database.sql`select number from credit_notes where order_id = ${orderId}`;
  await shop.services.db.update(tables.orders).set({ userId: person.id }).where(eq(tables.orders.id, orderId));
  const { id: course } = await caller.courses.manage.create({
    slug: `draft-of-${name}`,
    title: "A draft",
    summary: "Seen by its teacher alone.",
    description: "<p>Soon.</p>",
    category: "craft",
    difficulty: "beginner",
    language: "en",
    priceMinor: 1_000,
    currency: "EUR",
    lmsCourse: null,
  });
  const { id: module } = await caller.courses.manage.addModule({ courseId: course, title: "One" });
  const text = { slug: `first-of-${name}`, title: "First", body: "<p>Look.</p>", minutes: 1, preview: false };
  const { id: lesson } = await caller.courses.manage.addLesson({ moduleId: module, ...text });
  const holder = { userId: person.id, email };
  await grantEntitlement(ctx, { holder, productKind: "course", subjectId: course, source: "order", sourceId: module });
  const notification = newId("notification");
  await shop.services.db
    .insert(tables.notifications)
    .values({ id: notification, userId: person.id, kind: "order_receipt", data: {} });
  const { actor: elsewhere } = await signedIn(shop.services, person);
  const sold = { order: orderId, line: paid?.line, creditNote: note?.number };
  const payee = await oweTo(ctx, person.id);
  return { ctx, has: { ...sold, session: elsewhere.sessionId, notification, course, module, lesson, payee } };
}

/** Makes somebody a payee who is owed enough to be paid out. */
function oweTo(ctx: Context, userId: string): Promise<string> {
  const subjectId = newId("affiliate");
  const address = account.affiliatePayable(subjectId);
  return withTransaction(ctx, async (tx) => {
    const transfer = {
      code: "commission",
      debit: "affiliates/commissions",
      credit: address,
      amount: eur(5_000),
    } as const;
    await postEntry(tx, { kind: "test_commission", subject: subjectId, transfers: [transfer] });
    return registerPayee(tx, { kind: "affiliate", subjectId, userId, address });
  });
}

interface Answer {
  code: string;
  kind: string;
  message: string;
}

async function answerTo(ctx: Context, path: string, input: unknown): Promise<Answer | "done"> {
  let call: unknown = createCaller(ctx);
  for (const step of path.split(".")) call = (call as Record<string, unknown>)[step];
  try {
    await (call as (input: unknown) => Promise<unknown>)(input);
    return "done";
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const cause = error.cause as { code?: string } | undefined;
    return { code: error.code, kind: cause?.code ?? "", message: error.message };
  }
}

beforeAll(async () => {
  teacher = await settle("tara");
  stranger = await settle("sami");
  state = await databaseState(database);
});

describe("T19 what is another's", () => {
  test("has a call for each procedure that reaches one's own alone", () => {
    const own = [...TABLE].filter(([, reach]) => reach === "own").map(([path]) => path);
    expect(Object.keys(CALLS).sort()).toEqual(own.sort());
  });

  test.each(Object.keys(CALLS))("%s answers another's id as it answers nobody's, and changes nothing", async (path) => {
    const [call] = [CALLS[path]];
    const absent = await answerTo(stranger.ctx, path, call?.(ABSENT));
    expect(absent).toMatchObject({ code: "NOT_FOUND" });
    await state.changed();
    expect(await answerTo(stranger.ctx, path, call?.(teacher.has))).toEqual(absent);
    expect(await state.changed()).toEqual([]);
  });

  test("order by order is closed to guests, and to whoever holds the token of another order", async () => {
    const { orderToken } = await shop.start({ course: await shop.addCourse(), email: "gita@example.com" });
    for (const path of ["orders.get", "orders.status", "orders.receipt", "checkout.confirmReturn"]) {
      const call = CALLS[path];
      for (const ctx of [guest(shop.services), guest(shop.services, { orderToken })]) {
        const absent = await answerTo(ctx, path, call?.(ABSENT));
        expect(await answerTo(ctx, path, call?.(teacher.has))).toEqual(absent);
      }
    }
  });

  // Last, because some of them end what they name.
  test.each(Object.keys(CALLS))("%s is open to whose it is", async (path) => {
    expect([path, await answerTo(teacher.ctx, path, CALLS[path]?.(teacher.has))]).toEqual([path, "done"]);
  });
});

test("T19 an id tells nothing of the one before or after it", () => {
  const [first, second] = [newId("order", 1_800_000_000_000), newId("order", 1_800_000_000_000)];
  const random = (id: string) => id.slice("ord_".length + 10);
  expect(random(first)).toHaveLength(16);
  expect(random(first).slice(0, 4)).not.toBe(random(second).slice(0, 4));
});
