import { tables, withTransaction } from "@stoa/db";
import type { TestDatabase } from "@stoa/db/testing/database";
import { drainJobs } from "@stoa/jobs";
import { type Currency, type Money, money, newId, normaliseEmail, systemClock } from "@stoa/kit";
import { account, type Breach, balanceOf, breachesOf, postEntry, runLedgerInvariants } from "@stoa/ledger";
import { createGateways } from "@stoa/payments";
import { signing } from "../../../../../apps/sandbox/src/paypal/certificate/certificate.ts";
import { type TestSandbox, testSandbox } from "../../../../../tooling/testing/test-sandbox.ts";
import { handleWebhook } from "../../http/webhook-handler.ts";
import { jobs } from "../../jobs.ts";
import { contextFor, type Services } from "../../platform/context.ts";
import { contextAs, signedIn, type TestPerson } from "../../testing/people.ts";
import { testServices } from "../../testing/services.ts";
import { PAYOUT_INVARIANTS } from "../invariants.ts";
import { registerPayee } from "../payees.ts";

export interface TestPayee extends TestPerson {
  payeeId: string;
  subjectId: string;
}

/** People who are owed money, over a sandbox that pays them. Call it once at the top of a file. */
export function testPayees(database: TestDatabase) {
  const sandbox: TestSandbox = testSandbox();
  let services: Services | undefined;
  let people = 0;
  const opened = (): Services => {
    services ??= {
      ...testServices(database),
      clock: systemClock,
      gateways: createGateways({
        stripe: { secretKey: "sk_test_sandbox", webhookSecret: "whsec_sandbox", apiBase: sandbox.url },
        paypal: {
          clientId: "sandbox",
          clientSecret: "sandbox",
          webhookId: "WH-SANDBOX",
          trustedRoot: signing.root,
          apiBase: `${sandbox.url}/paypal`,
        },
      }),
    };
    return services;
  };
  const worker = () => contextAs(opened(), { kind: "job", id: "test" });
  let told = 0;

  return {
    sandbox,
    get services() {
      return opened();
    },
    worker,
    /** A person who is owed this much as an affiliate, released already. */
    addPayee: async (owed: Money): Promise<TestPayee> => {
      people += 1;
      const person = await addUser(opened(), `payee${people}.${newId("user").slice(-6)}@example.com`);
      const subjectId = newId("affiliate");
      const address = account.affiliatePayable(subjectId);
      const payeeId = await withTransaction(worker(), (tx) =>
        registerPayee(tx, { kind: "affiliate", subjectId, userId: person.id, address }),
      );
      const payee = { ...person, payeeId, subjectId };
      await owe(worker(), payee, owed);
      return payee;
    },
    addUser: (email: string) => addUser(opened(), email),
    owe: (payee: TestPayee, amount: Money, availableAt?: Date) => owe(worker(), payee, amount, availableAt),
    /** Takes commission back, as a sale that is given back does. */
    clawBack: (payee: TestPayee, amount: Money) =>
      withTransaction(worker(), (tx) =>
        postEntry(tx, {
          kind: "test_clawback",
          subject: newId("commission"),
          transfers: [
            {
              code: "clawback",
              debit: account.affiliatePayable(payee.subjectId),
              credit: "affiliates/commissions",
              amount,
            },
          ],
        }),
      ),
    as: (person: TestPerson) => signedIn(opened(), person),
    balanceOf: (payee: TestPayee, currency: Currency = "EUR") =>
      balanceOf(worker(), { address: account.affiliatePayable(payee.subjectId), currency }),
    /** Runs all jobs that are due. */
    drain: () => drainJobs(contextFor(opened(), { kind: "system", id: "test" }, newId("correlation")), jobs),
    /** Hands every webhook that came since to the end point, then runs what follows. */
    deliverAll: async () => {
      const fresh = sandbox.webhooks.received.slice(told);
      told += fresh.length;
      for (const { rawBody, headers } of fresh) {
        const gateway = headers.has("stripe-signature") ? "stripe" : "paypal";
        const request = new Request(`http://web.test/api/webhooks/${gateway}`, {
          method: "POST",
          headers,
          body: Buffer.from(rawBody),
        });
        const { status } = await handleWebhook(opened(), gateway, request);
        if (status !== 200) throw new Error(`a webhook of ${gateway} was answered ${status}`);
      }
    },
    payout: async (payoutId: string) => {
      const [row] = await database.sql<{ status: string; reason: string | null; gateway: string; attempts: number }[]>`
        select status, reason, gateway, attempts from payouts where id = ${payoutId}`;
      if (!row) throw new Error(`no payout ${payoutId}`);
      return row;
    },
    /** The world's view: what the gateways have sent under Stoa's keys. */
    sentByGateways: async () => (await sandbox.state()).payouts,
    breaches: async (): Promise<Breach[]> => [
      ...(await runLedgerInvariants(worker())),
      ...(await breachesOf(worker(), PAYOUT_INVARIANTS)),
    ],
  };
}

async function addUser(services: Services, email: string): Promise<TestPerson> {
  const id = newId("user");
  const verified = { emailNormalised: normaliseEmail(email), emailVerifiedAt: services.clock.now() };
  await services.db.insert(tables.users).values({ id, email, name: email, locale: "en", ...verified });
  return { id, name: email, email, roles: ["learner"], emailVerified: true };
}

/** Commission that a payee has earned. */
async function owe(
  ctx: ReturnType<typeof contextAs>,
  payee: TestPayee,
  amount: Money,
  availableAt?: Date,
): Promise<void> {
  if (amount.amount === 0) return;
  const credit = account.affiliatePayable(payee.subjectId);
  const release = availableAt ? { availableAt, availableReason: "refund_window" } : {};
  const debit = "affiliates/commissions" as const;
  await withTransaction(ctx, (tx) =>
    postEntry(tx, {
      kind: "test_commission",
      subject: newId("commission"),
      transfers: [{ code: "commission", debit, credit, amount: money(amount.amount, amount.currency), ...release }],
    }),
  );
}
