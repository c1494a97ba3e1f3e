import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { drainJobs } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { isNull, type SQL, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCourse } from "../courses/index.ts";
import { createCaller } from "../root.ts";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { reportingJobs } from "./jobs.ts";
import { watchAlerts, watchInvariants } from "./watch-alerts.ts";

const posted: string[] = [];
let answers: number[] = [];
let chat: Server;
const database = testDatabase();
const environment: Record<string, string> = { ALERT_EMAIL: "duty@stoa.example" };
let services: ReturnType<typeof testServices>;
const worker = () => contextAs(services, { kind: "job", id: "worker" });
const run = (statement: SQL) => database.db.execute(statement);

beforeAll(async () => {
  chat = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const status = answers.shift() ?? 200;
    if (status === 200) posted.push(body);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => chat.listen(0, "127.0.0.1", resolve));
  environment.ALERT_WEBHOOK_URL = `http://127.0.0.1:${(chat.address() as AddressInfo).port}/hook`;
  services = testServices(database, { environment });
});
afterAll(() => chat.close());

beforeEach(async () => {
  posted.length = 0;
  // What is due is decided by the database's clock; a test's clock that stood behind it would make every job look late.
  services.clock.advance(Date.now() - services.clock.now().getTime());
  answers = [];
  const ended = ["alerts set resolved_at", "outbox set done_at", "inbox_events set handled_at"];
  for (const each of [...ended, "order_reviews set resolved_at"]) await run(sql.raw(`update ${each} = now()`));
  await run(sql`update mails set status = 'sent'`);
  await run(sql`update lms_health set open_until = null`);
});

const inbox = (more: SQL) => sql`insert into inbox_events
  (gateway, event_id, type, body, body_hash, occurred_at, correlation_id, received_at, dead_at)
  values ('stripe', ${newId("gatewayCall")}, 'checkout.session.completed', '\\x7b7d', 'hash', now(), 'cor_test', ${more})`;
const message = (more: SQL) => sql`insert into outbox
  (id, job, queue, payload, correlation_id, available_at, dead_at)
  values (${newId("outbox")}, 'mail.test', 'mail', '{}', 'cor_test', ${more})`;

/** A payout of a batch, of a payee of its own. */
function payout(name: string, as: { status: "sent" | "failed"; sentAt?: SQL; endedAt?: SQL }): SQL {
  const { status, sentAt = sql`null`, endedAt = sql`null` } = as;
  return sql`with person as (insert into users (id, email, email_normalised, name, locale)
      values (${`usr_${name}`}, ${`${name}@example.com`}, ${`${name}@example.com`}, 'P', 'en') returning id),
    payee as (insert into payout_payees (id, kind, subject_id, user_id, address)
      select ${`pye_${name}`}, 'affiliate', id, id, 'affiliate/' || id || '/payable' from person returning id),
    account as (insert into payout_accounts (id, payee_id, gateway, destination_sealed, hint, fingerprint, usable_from)
      select ${`pac_${name}`}, id, 'paypal', 'sealed', 'p', 'f', now() from payee returning id, payee_id),
    batch as (insert into payout_batches (id, key, currency, payouts, total_minor)
      values (${`bat_${name}`}, ${name}, 'EUR', 1, 4200) returning id)
    insert into payouts (id, payee_id, account_id, batch_id, gateway, currency, amount_minor, status, hold_id, sent_at, ended_at, correlation_id)
    select ${`pyt_${name}`}, account.payee_id, account.id, batch.id, 'paypal', 'EUR', 4200, ${status}, 'hold', ${sentAt}, ${endedAt}, 'cor_test'
    from account, batch`;
}

/** What makes each rule speak, and what makes it fall silent again. */
const CAUSES: readonly { kind: string; cause: SQL; cure: SQL }[] = [
  {
    kind: "lms-down",
    cause: sql`insert into lms_health (id, open_until, last_error) values (1, now() + interval '1 minute', 'no answer')
      on conflict (id) do update set open_until = excluded.open_until`,
    cure: sql`update lms_health set open_until = now() - interval '1 second'`,
  },
  {
    kind: "dead-letters",
    cause: message(sql`now(), now()`),
    cure: sql`update outbox set done_at = now() where job = 'mail.test'`,
  },
  {
    kind: "inbox-stale",
    cause: inbox(sql`now() - interval '6 minutes', null`),
    cure: sql`update inbox_events set handled_at = now()`,
  },
  {
    kind: "outbox-stale",
    cause: message(sql`now() - interval '6 minutes', null`),
    cure: sql`update outbox set done_at = now() where job = 'mail.test'`,
  },
  {
    kind: "orders-in-review",
    cause: sql`insert into order_reviews (id, reason, details, dedupe_key)
      values ('rev_1', 'unknown_order', '{}', 'payment:pay_1')`,
    cure: sql`update order_reviews set resolved_at = now()`,
  },
  {
    kind: "webhook-endpoint-paused",
    cause: sql`with person as (insert into users (id, email, email_normalised, name, locale)
        values ('usr_hooks', 'hooks@example.com', 'hooks@example.com', 'P', 'en') returning id)
      insert into webhook_endpoints (id, url, description, event_types, status, pause, paused_at, secret_sealed, created_by)
      select 'whe_1', 'https://crm.example.com/', 'CRM', '{order.paid}', 'paused', 'gone', now(), 'sealed', id from person`,
    cure: sql`update webhook_endpoints set status = 'active', pause = null, paused_at = null`,
  },
  {
    kind: "payouts-stuck",
    cause: payout("stuck", { status: "sent", sentAt: sql`now() - interval '25 hours'` }),
    cure: sql`update payouts set reason = 'unclaimed'`,
  },
  {
    kind: "grants-overdue",
    cause: sql`with teacher as (insert into users (id, email, email_normalised, name, locale)
        values ('usr_grant', 'g@example.com', 'g@example.com', 'G', 'en') returning id),
      category as (insert into categories (id, slug, name) values ('cat_grant', 'grants', 'Grants') returning id),
      course as (insert into courses (id, slug, title, summary, description, category_id, instructor_id, difficulty, price_minor, currency)
        select 'crs_grant', 'grants', 'Grants', 'S', 'D', category.id, teacher.id, 'beginner', 4900, 'EUR' from teacher, category returning id)
      insert into grant_applications (id, course_id, name, email, email_normalised, locale, statement, requested_percent, due_at)
      select 'gap_alert', id, 'Maya', 'm@example.com', 'm@example.com', 'en', 'I want to learn.', 100, now() - interval '1 minute' from course`,
    cure: sql`update grant_applications set status = 'rejected', decided_at = now(), reason = 'The fund is empty.'`,
  },
];

async function openKinds(): Promise<string[]> {
  const rows = await database.db.select().from(tables.alerts);
  return rows.filter((row) => row.resolvedAt === null).map((row) => row.kind);
}

/** As the owner of the table; these payouts hold nothing in the books, which an invariant would find. */
async function takeOutPayouts(): Promise<void> {
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  await owner`delete from payouts`;
  await owner`delete from payout_batches`;
  await owner.end();
}

describe("an alert", () => {
  afterAll(takeOutPayouts);

  test.each(CAUSES)("$kind is raised by its cause and closed when the cause is gone", async ({ kind, cause, cure }) => {
    expect(await watchAlerts(worker())).toEqual({ raised: [], resolved: 0 });
    await run(cause);
    expect((await watchAlerts(worker())).raised).toHaveLength(1);
    expect(await openKinds()).toEqual([kind]);
    await run(cure);
    await run(sql`update outbox set done_at = now()`);
    expect(await watchAlerts(worker())).toEqual({ raised: [], resolved: 1 });
  });

  test("lms-sync-failures is raised by the eleventh failure within an hour, not by the tenth", async () => {
    const ines = await addPerson(services, "ines", { email: "ines-alerts@example.com" });
    const { id: courseId } = await createCourse(contextAs(services, { kind: "system", id: "test" }), {
      slug: "alerts",
      title: "Alerts",
      summary: "What wakes people.",
      description: "",
      category: "craft",
      difficulty: "beginner",
      language: "en",
      priceMinor: 0,
      currency: "EUR",
      lmsCourse: "alerts",
      instructorId: ines.id,
    });
    const failed = (first: number, last: number) => sql`
      with enrolled as (insert into enrolments (id, course_id, email_normalised, status)
        select 'enr_' || n, ${courseId}, n || '@example.com', 'active' from generate_series(${first}::int, ${last}::int) n
        returning id, email_normalised)
      insert into lms_syncs (id, enrolment_id, course_id, lms_course, email, name, status, correlation_id)
      select 'lms_' || id, id, ${courseId}, 'alerts', email_normalised, 'A', 'failed', 'cor_test' from enrolled`;
    await run(failed(1, 10));
    expect((await watchAlerts(worker())).raised).toHaveLength(0);
    await run(failed(11, 11));
    expect((await watchAlerts(worker())).raised).toHaveLength(1);
    expect(await openKinds()).toEqual(["lms-sync-failures"]);
    await run(sql`update lms_syncs set status = 'synced'`);
    expect((await watchAlerts(worker())).resolved).toBe(1);
  });

  test("payouts-failed is raised by a payout of a batch that did not arrive, and closed when it is over", async () => {
    await run(payout("failed", { status: "failed", endedAt: sql`now()` }));
    await watchAlerts(worker());
    expect(await openKinds()).toEqual(["payouts-failed"]);
    // When it ended is never written again, so here it is over by being gone.
    await takeOutPayouts();
    expect((await watchAlerts(worker())).resolved).toBe(1);
  });

  test("that stays open is told once, however often one looks", async () => {
    await run(message(sql`now(), now()`));
    await Promise.all(Array.from({ length: 10 }, () => watchAlerts(worker())));
    await drainJobs(worker(), reportingJobs);
    expect(posted).toHaveLength(1);
    expect(posted[0]).toContain("docs/runbooks/dead-letters.md");
    const mails = await queuedMails(services);
    expect(mails.map((mail) => [mail.template, mail.to])).toEqual([["ops-alert", "duty@stoa.example"]]);
  });

  test("leads to its runbook, in the chat and in the mail, where the runbooks can be read", async () => {
    environment.RUNBOOK_BASE_URL = "https://git.test/docs/runbooks/";
    const reachable = testServices(database, { environment });
    const ctx = contextAs(reachable, { kind: "job", id: "test" });
    delete environment.RUNBOOK_BASE_URL;
    await run(message(sql`now(), now()`));
    await watchAlerts(ctx);
    await drainJobs(ctx, reportingJobs);
    const address = "https://git.test/docs/runbooks/dead-letters.md";
    expect(posted[0]).toContain(`What to do: ${address}`);
    expect((await queuedMails(services))[0]?.data).toMatchObject({ runbookUrl: address });
  });

  test("that the chat did not take is posted again, once", async () => {
    await run(message(sql`now(), now()`));
    await watchAlerts(worker());
    answers = [503];
    await drainJobs(worker(), reportingJobs);
    expect(posted).toHaveLength(0);
    services.clock.advance(60_000);
    await drainJobs(worker(), reportingJobs);
    await drainJobs(worker(), reportingJobs);
    expect(posted).toHaveLength(1);
    const [alert] = await database.db.select().from(tables.alerts).where(isNull(tables.alerts.resolvedAt));
    expect(alert?.notifiedAt).not.toBeNull();
  });

  test("whose cause came back is told again", async () => {
    await run(message(sql`now(), now()`));
    await watchAlerts(worker());
    await run(sql`update outbox set done_at = now() where job = 'mail.test'`);
    await watchAlerts(worker());
    await run(message(sql`now(), now()`));
    expect((await watchAlerts(worker())).raised).toHaveLength(1);
  });
});

test("a broken invariant is raised, stays when only the rules are asked, and is closed once it holds", async () => {
  expect(await watchInvariants(worker())).toEqual({ raised: [], resolved: 0 });
  const id = newId("order");
  await run(sql`insert into orders (id, email, email_normalised, token_hash, status, currency, subtotal_minor, tax_minor,
      total_minor, tax_country, tax_name, tax_rate_bps, tax_mode, expires_at, correlation_id)
    values (${id}, 'a@example.com', 'a@example.com', 'hash', 'review', 'EUR', 0, 0, 0, 'DE', 'VAT', 0, 'inclusive', now(), 'cor_test')`);
  expect((await watchInvariants(worker())).raised).toHaveLength(1);
  expect(await watchAlerts(worker())).toEqual({ raised: [], resolved: 0 });
  expect(await openKinds()).toEqual(["invariant-broken"]);
  const [alert] = await database.db.select().from(tables.alerts).where(isNull(tables.alerts.resolvedAt));
  expect(alert?.summary).toContain("review_is_open_or_decided");
  expect(alert?.details).toMatchObject({ sample: [id] });
  await run(sql`update orders set status = 'cancelled' where id = ${id}`);
  expect(await watchInvariants(worker())).toEqual({ raised: [], resolved: 1 });
});

test("open alerts are for those who may read reports", async () => {
  await run(message(sql`now(), now()`));
  await watchAlerts(worker());
  const omar = await signedIn(services, await addPerson(services, "omar"));
  const asha = await signedIn(services, await addPerson(services, "asha"));
  expect((await createCaller(omar).reporting.alerts()).items).toMatchObject([{ kind: "dead-letters" }]);
  await expect(createCaller(asha).reporting.alerts()).rejects.toThrow();
  await expect(createCaller(guest(services)).reporting.alerts()).rejects.toThrow();
});
