import { isInTransaction } from "@stoa/db";
import { only } from "@stoa/kit";
import { type SQL, sql } from "drizzle-orm";
import type { LedgerContext } from "./ledger-context.ts";
import { SUMS_OF_TRANSFERS } from "./sums-of-transfers.ts";
import { verifyChain } from "./verify-chain.ts";

/** A sentence that must be true of the rows, and the query that finds where it is not. */
export interface Invariant {
  name: string;
  states: string;
  /** Selects one column, `id`: what an engineer looks up first. */
  offenders: SQL;
}

/** An invariant that does not hold, with a few of the places. */
export interface Breach {
  name: string;
  states: string;
  sampleIds: string[];
}

/** Ids shown of one breach: enough to see the pattern. */
const SAMPLE = 10;
/** Seals whose hashes are computed again on each run; the whole chain is a nightly job (`verifyChain`). */
const RECENT_SEALS = 5;

/** How much reversals took back of each transfer that was reversed. */
const TAKEN_BACK = sql`
  select reverses_id as id, sum(amount_minor) as minor from ledger_transfers where reverses_id is not null group by 1`;

export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    name: "debits_equal_credits",
    states: "In each currency, debits and credits add up to the same, posted and pending.",
    offenders: sql`select currency as id from ledger_totals group by currency
      having sum(debits_posted) <> sum(credits_posted) or sum(debits_pending) <> sum(credits_pending)`,
  },
  {
    name: "no_forbidden_negative",
    states: "No account that must not go below zero is below zero, open holds counted.",
    offenders: sql`select b.address || ' ' || b.currency as id from ledger_balances b
      join ledger_accounts a on a.address = b.address and a.currency = b.currency and a.non_negative
      where b.available < 0`,
  },
  {
    name: "balances_match_transfers",
    states: "The kept balance of every tracked account is the sum of its transfers.",
    offenders: sql`select coalesce(b.address, m.address) || ' ' || coalesce(b.currency, m.currency) as id
      from ledger_balances b full join (
        select m.* from (${SUMS_OF_TRANSFERS}) m
        join ledger_accounts a on a.address = m.address and a.currency = m.currency and a.tracked
      ) m on m.address = b.address and m.currency = b.currency
      where ${row("b")} is distinct from ${row("m")}
        and not (m.address is null and ${row("b")} = (0::bigint, 0::bigint, 0::bigint, 0::bigint))`,
  },
  {
    name: "folds_match_transfers",
    states: "The folded totals of every hot account, with what followed, are the sum of its transfers.",
    offenders: sql`select coalesce(f.address, m.address) || ' ' || coalesce(f.currency, m.currency) as id
      from (
        select address, currency, ${summed("part")} from (
          select address, currency, debits_posted, credits_posted, debits_pending, credits_pending from ledger_folds
          union all select * from ledger_movements_between((select max(through_seal) from ledger_folds), null)
        ) part join ledger_accounts a using (address, currency) where not a.tracked group by 1, 2
      ) f full join (
        select m.* from (${SUMS_OF_TRANSFERS}) m
        join ledger_accounts a on a.address = m.address and a.currency = m.currency and not a.tracked
      ) m on m.address = f.address and m.currency = f.currency
      where exists (select from ledger_folds) and ${row("f")} is distinct from ${row("m")}`,
  },
  {
    name: "balance_rows_follow_accounts",
    states: "A kept balance has the side and the guard of its account.",
    offenders: sql`select b.address || ' ' || b.currency as id from ledger_balances b
      left join ledger_accounts a on a.address = b.address and a.currency = b.currency
      where (b.debit_normal, b.non_negative, true) is distinct from (a.kind in ('asset', 'expense'), a.non_negative, a.tracked)`,
  },
  {
    name: "accounts_as_declared",
    states: "Every account is what the chart says of its address.",
    offenders: sql`select a.address || ' ' || a.currency as id from ledger_accounts a
      where not exists (select from ledger_chart c where a.address ~ c.pattern
        and (c.kind, c.non_negative, c.tracked) = (a.kind, a.non_negative, a.tracked))`,
  },
  {
    name: "transfers_between_accounts_of_their_currency",
    states: "Both accounts of a transfer exist in its currency, and are two.",
    offenders: sql`select t.id from ledger_transfers t
      left join ledger_accounts d on d.address = t.debit_address and d.currency = t.currency
      left join ledger_accounts c on c.address = t.credit_address and c.currency = t.currency
      where d.address is null or c.address is null or t.debit_address = t.credit_address`,
  },
  {
    name: "amounts_positive",
    states: "A transfer moves more than nothing.",
    offenders: sql`select id from ledger_transfers where amount_minor <= 0`,
  },
  {
    name: "entries_have_transfers",
    states: "An entry has transfers, numbered from zero without gap.",
    offenders: sql`select e.id from ledger_entries e left join (
        select entry_id, count(*) as transfers, max(position) as last from ledger_transfers group by entry_id
      ) t on t.entry_id = e.id where t.entry_id is null or t.last <> t.transfers - 1`,
  },
  {
    name: "transfers_have_entries",
    states: "A transfer belongs to an entry, and stands at its time.",
    offenders: sql`select t.id from ledger_transfers t left join ledger_entries e on e.id = t.entry_id
      where e.id is null or e.effective_at <> t.effective_at`,
  },
  {
    name: "events_recorded_once",
    states: "A business event is in the books once.",
    offenders: sql`select (select min(e.id) from ledger_entries e where e.subject = twice.subject and e.kind = twice.kind) as id
      from (select subject, kind from ledger_entries group by subject, kind having count(*) > 1) twice`,
  },
  {
    name: "holds_closed_at_most_once",
    states: "A hold is posted or voided at most once, between its own accounts and not for more than it held.",
    offenders: sql`select c.pending_id as id from ledger_transfers c left join ledger_transfers h on h.id = c.pending_id
      where c.pending_id is not null group by c.pending_id
      having count(*) > 1 or bool_or(h.state is distinct from 'pending' or c.amount_minor > h.amount_minor
        or (c.debit_address, c.credit_address, c.currency) <> (h.debit_address, h.credit_address, h.currency))`,
  },
  {
    name: "reversals_within_originals",
    states: "No more of a transfer has been taken back than it moved.",
    offenders: sql`select taken.id from (${TAKEN_BACK}) taken
      left join ledger_transfers original on original.id = taken.id
      left join (
        select r.reverses_id as id, sum(u.minor) as minor from (${TAKEN_BACK}) u
        join ledger_transfers r on r.id = u.id and r.reverses_id is not null group by 1
      ) undone on undone.id = taken.id
      where coalesce(original.amount_minor - taken.minor + coalesce(undone.minor, 0), -1) < 0`,
  },
  {
    name: "seals_linked",
    states: "Seals are numbered without gap, each linked to the one before, with as many entries as it says.",
    offenders: sql`select s.number::text as id from (
        select number, previous_hash, entry_count, lag(number, 1, 0::bigint) over w as before,
          lag(hash, 1, repeat('0', 64)) over w as link from ledger_seals window w as (order by number)
      ) s where s.number <> s.before + 1 or s.previous_hash <> s.link
        or s.entry_count <> (select count(*) from ledger_sealed_entries e where e.seal_number = s.number)`,
  },
  {
    name: "sealed_without_gap",
    states: "Every entry before the end of the last seal is sealed, and every sealed entry is there.",
    offenders: sql`select coalesce(e.id, s.entry_id) as id from ledger_entries e full join ledger_sealed_entries s on s.entry_id = e.id
      where e.id is null or (s.entry_id is null
        and (e.xid, e.seq) <= (select through_xid, through_seq from ledger_seals order by number desc limit 1))`,
  },
];

/** Asks every invariant of one snapshot, and the newest seals for their hashes. An empty answer means that the books are right. */
export async function runLedgerInvariants(ctx: Pick<LedgerContext, "db">): Promise<Breach[]> {
  const check = async ({ db }: Pick<LedgerContext, "db">) => [
    ...(await breachesOf({ db }, LEDGER_INVARIANTS)),
    ...(await recentChainBreach({ db })),
  ];
  if (isInTransaction(ctx)) return check(ctx);
  return ctx.db.transaction(
    async (db) => {
      // A full pass over a large book outlasts the bound that guards requests.
      await db.execute(sql`set local statement_timeout = '60s'`);
      // A million entries are joined in memory; with the default of 4 MB they would go over the disk.
      await db.execute(sql`set local work_mem = '128MB'`);
      return check({ db });
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

/** The invariants of a list that do not hold. */
export async function breachesOf(
  { db }: Pick<LedgerContext, "db">,
  invariants: readonly Invariant[],
): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { name, states, offenders } of invariants) {
    const rows = await db.execute<{ id: string }>(sql`select id::text from (${offenders}) as offender limit ${SAMPLE}`);
    if (rows.length > 0) breaches.push({ name, states, sampleIds: rows.map((row) => row.id) });
  }
  return breaches;
}

async function recentChainBreach(ctx: Pick<LedgerContext, "db">): Promise<Breach[]> {
  const newest = only(
    await ctx.db.execute<{ number: string }>(sql`select coalesce(max(number), 0) as number from ledger_seals`),
  );
  const fromSeal = Math.max(1, Number(newest.number) - RECENT_SEALS + 1);
  const { problems } = await verifyChain(ctx, { fromSeal });
  if (problems.length === 0) return [];
  return [
    {
      name: "recent_seals_hold",
      states: "The newest entries hash to what their seals say.",
      sampleIds: problems
        .slice(0, SAMPLE)
        .map(({ sealNumber, entryId, problem }) => `${problem} ${entryId ?? sealNumber}`),
    },
  ];
}

function summed(alias: string): SQL {
  const columns = ["debits_posted", "credits_posted", "debits_pending", "credits_pending"];
  return sql.raw(columns.map((column) => `sum(${alias}.${column})::bigint as ${column}`).join(", "));
}

function row(alias: string): SQL {
  return sql.raw(
    `(${alias}.debits_posted, ${alias}.credits_posted, ${alias}.debits_pending, ${alias}.credits_pending)`,
  );
}
