import { permissionsOf } from "@stoa/api/identity/policy";
import { approveBatch } from "@stoa/api/payouts/approve-payout";
import { createBatch } from "@stoa/api/payouts/create-batch";
import { registerPayee } from "@stoa/api/payouts/index";
import type { UserActor } from "@stoa/api/platform/actor";
import { withTransaction } from "@stoa/db";
import { money, newId } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import postgres, { type Sql } from "postgres";
import { type BenchRow, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

/** Payees in one batch: both sizes are to take the same number of statements. */
const SIZES = [20, 200] as const;
const OWED_MINOR = 30_000;

/** Reserves and lets go what many are owed: in a time, and in as many statements as for few. */
export async function measurePayouts(scratch: Scratch): Promise<BenchRow[]> {
  const owner = postgres(scratch.url, { max: 1, onnotice: () => {} });
  const actor = await secondPerson(owner);
  const seconds: number[] = [];
  const statements: number[] = [];
  for (const size of SIZES) {
    await addPayees(scratch, owner, size);
    const [before, started] = [await scratch.statements(), performance.now()];
    const { batchId } = await createBatch(scratch.ctx, { currency: "EUR" });
    const { approved } = await approveBatch({ ...scratch.ctx, actor }, batchId);
    seconds.push((performance.now() - started) / 1000);
    statements.push((await scratch.statements()) - before);
    if (approved !== size) throw new Error(`${approved} of ${size} payouts were approved`);
  }
  await owner.end();
  const [few = 0, many = 0] = seconds;
  const [ofFew = 0, ofMany = 0] = statements;
  return [
    row("payout batch of 200 reserved and approved, beside ten of 20", many, "s", few * (SIZES[1] / SIZES[0])),
    row("payout batch: statements of 200 beside 20", ofMany, "statements", ofFew),
  ];
}

/** Who approves: the seeded owner, who asked for none of it and is paid none of it. */
async function secondPerson(owner: Sql): Promise<UserActor> {
  const email = "olga@stoa.example";
  const [user] = await owner<{ id: string }[]>`select id from users where email = ${email}`;
  if (!user) throw new Error(`no ${email} among the seeded people`);
  const roles = ["owner"] as const;
  const signedIn = { sessionId: "bench", emailVerified: true, secondFactorMissing: false };
  return { kind: "user", id: user.id, email, roles, permissions: permissionsOf(roles), ...signedIn };
}

/** People with an account, who are each owed the same. */
async function addPayees({ ctx }: Scratch, owner: Sql, count: number): Promise<void> {
  const [payee] = await owner<{ id: string }[]>`select id from users where email = 'asha@stoa.example'`;
  if (!payee) throw new Error("no asha@stoa.example among the seeded people");
  const subjects = Array.from({ length: count }, () => newId("affiliate"));
  await withTransaction(ctx, async (tx) => {
    for (const subjectId of subjects) {
      const address = account.affiliatePayable(subjectId);
      await registerPayee(tx, { kind: "affiliate", subjectId, userId: payee.id, address });
    }
    await postEntry(tx, {
      kind: "bench_commission",
      subject: newId("commission"),
      transfers: subjects.map((subjectId) => ({
        code: "commission",
        debit: account.affiliateCommissions(),
        credit: account.affiliatePayable(subjectId),
        amount: money(OWED_MINOR, "EUR"),
      })),
    });
  });
  await owner`
    insert into payout_accounts (id, payee_id, gateway, destination_sealed, hint, fingerprint, usable_from)
    select 'pac_' || p.id, p.id, 'stripe', 'sealed', 'bench', p.id, now() from payout_payees p
    where not exists (select from payout_accounts a where a.payee_id = p.id)`;
}
