import { setTimeout as sleep } from "node:timers/promises";
import { connect, withTransaction } from "@stoa/db";
import { money, systemClock } from "@stoa/kit";
import { account, balancesOf, postEntry } from "@stoa/ledger";
import type { RunningApp } from "../../testing/start-app.ts";
import { BankDay } from "../rig/bank-day.ts";
import { breachesOf } from "../rig/books.ts";
import { orderMoves } from "../rig/savers.ts";
import type { System } from "../rig/system.ts";
import { startTeller } from "../rig/tellers.ts";
import { type Scenario, scaled, unmet } from "../scenario.ts";

const ACCOUNTS = 50;
const CLIENTS = 8;
const OPENING_MINOR = 1_000;
const AGAIN_AFTER_MS = 50;

/** Money moves between wallets while those who move it and the database die. */
export const bank: Scenario = {
  promise: 6,
  name: "a bank whose tellers and whose Postgres are killed",
  passes: "every reader sees the one total and nothing below zero; what was acknowledged is there, once",
  run: async (system, scale) => {
    const goal = {
      ms: scaled(60_000, scale, 2_000),
      transfers: scaled(20_000, scale, 50),
      reads: scaled(2_000, scale, 5),
    };
    const [kills, crashes] = [scaled(20, scale, 1), scaled(5, scale, 1)];
    const wallets = await openWallets(system);
    const tellers = [await startTeller(system), await startTeller(system)];
    const day = new BankDay(goal);
    const killing = killThem(system, tellers, kills, crashes, goal.ms).then(() => day.noMoreFaults());
    try {
      await Promise.all([
        killing,
        readAll(system, wallets, day),
        ...Array.from({ length: CLIENTS }, () => orderMoves(system, wallets, tellers, day)),
      ]);
    } finally {
      day.end();
      await Promise.all(tellers.map((teller) => teller.kill()));
    }
    const [kept] = await system.sql<{ count: number }[]>`
      select count(*)::int as count from ledger_entries where kind = 'wallet.moved' and subject = any(${day.acknowledged})`;
    const breaches = await breachesOf(system.url);
    const { transfers, refused, reads, wrong, seconds } = day;
    const lost = day.acknowledged.length - (kept?.count ?? 0);
    return {
      figures: {
        transfers,
        refused,
        reads,
        wrong,
        lost,
        kills,
        crashes,
        seconds: seconds(),
        breaches: breaches.length,
      },
      broken: [
        ...unmet({
          "every full read gives the total, and nothing below zero": wrong === 0,
          "every acknowledged order is in the books": lost === 0,
        }),
        ...breaches,
      ],
    };
  },
};

async function openWallets({ url }: System): Promise<string[]> {
  const wallets = Array.from({ length: ACCOUNTS }, (_, index) => `saver-${index + 1}`);
  const { db, close } = connect({ url, applicationName: "faults", max: 1 });
  const ctx = {
    db,
    clock: systemClock,
    actor: { kind: "system", id: "faults" } as const,
    correlationId: "cor_opening",
  };
  const transfers = wallets.map((wallet) => ({
    code: "top_up" as const,
    debit: account.bank("main"),
    credit: account.wallet(wallet),
    amount: money(OPENING_MINOR, "EUR"),
  }));
  await withTransaction(ctx, (tx) => postEntry(tx, { kind: "wallet.topped_up", subject: "opening", transfers }));
  await close();
  return wallets;
}

/** Reads all balances in one snapshot, again and again. */
async function readAll({ url }: System, wallets: readonly string[], day: BankDay): Promise<void> {
  const { db, close } = connect({ url, applicationName: "faults", max: 1 });
  const accounts = wallets.map((wallet) => ({ address: account.wallet(wallet), currency: "EUR" as const }));
  while (!day.over) {
    const balances = await balancesOf({ db }, accounts).catch(() => null);
    if (balances !== null) {
      const total = balances.reduce((sum, { balance }) => sum + balance.amount, 0);
      if (total !== ACCOUNTS * OPENING_MINOR || balances.some(({ balance }) => balance.amount < 0)) day.wrong += 1;
      day.reads += 1;
    }
    await sleep(balances === null ? AGAIN_AFTER_MS : 1);
  }
  await close();
}

/** Kills tellers and crashes Postgres, in any order, spread over the time. */
async function killThem(
  system: System,
  tellers: RunningApp[],
  kills: number,
  crashes: number,
  ms: number,
): Promise<void> {
  const { chance } = system;
  const faults = [
    ...Array.from({ length: kills }, () => async () => {
      const at = chance.below(tellers.length);
      await tellers[at]?.kill();
      tellers[at] = await startTeller(system);
    }),
    ...Array.from({ length: crashes }, () => async () => {
      await system.postgres.crash();
      await system.postgres.start();
    }),
  ];
  const pauseMs = ms / (faults.length + 1);
  while (faults.length > 0) {
    await sleep(chance.next() * pauseMs);
    await faults.splice(chance.below(faults.length), 1)[0]?.();
  }
}
