import { writeFileSync } from "node:fs";
import { describeMachine } from "../bench/machine.ts";
import { measureAddresses } from "../bench/measure-addresses.ts";
import { measureAffiliates } from "../bench/measure-affiliates.ts";
import { measureAwards } from "../bench/measure-awards.ts";
import { measureCatalogue } from "../bench/measure-catalogue.ts";
import { measureInvariants } from "../bench/measure-invariants.ts";
import { measureJunk } from "../bench/measure-junk.ts";
import { measureMemory } from "../bench/measure-memory.ts";
import { measurePayouts } from "../bench/measure-payouts.ts";
import { measurePoison } from "../bench/measure-poison.ts";
import { measureReconciliation } from "../bench/measure-reconciliation.ts";
import { measureRedemption } from "../bench/measure-redemption.ts";
import { measureRefunds } from "../bench/measure-refunds.ts";
import { measureSettling } from "../bench/measure-settling.ts";
import { measureWebhooks } from "../bench/measure-webhooks.ts";
import type { BenchRow } from "../bench/rows.ts";
import { openScratch, type Scratch } from "../bench/scratch.ts";
import { type Command, table, WrongUsage } from "../command.ts";

const ORDERS = 500;
const ENTRIES = 50_000;

const JUNK_SECONDS = 10;

interface Sizes {
  orders: number;
  entries: number;
  junkSeconds: number;
}

/** What is measured, in this order; each part by itself, when it is named. */
const PARTS: Readonly<Record<string, (scratch: () => Promise<Scratch>, sizes: Sizes) => Promise<BenchRow[]>>> = {
  settling: async (scratch, { orders }) => measureSettling(await scratch(), orders),
  redemption: async (scratch) => measureRedemption(await scratch()),
  awards: async (scratch) => measureAwards(await scratch()),
  refunds: async (scratch) => measureRefunds(await scratch()),
  payouts: async (scratch) => measurePayouts(await scratch()),
  webhooks: async (scratch) => measureWebhooks(await scratch()),
  catalogue: async (scratch) => measureCatalogue(await scratch()),
  junk: async (scratch, { junkSeconds }) => measureJunk(await scratch(), junkSeconds),
  addresses: async (scratch) => measureAddresses(await scratch()),
  poison: async (scratch) => measurePoison(await scratch()),
  affiliates: async (scratch) => measureAffiliates(await scratch()),
  reconciliation: async (scratch) => measureReconciliation(await scratch()),
  invariants: (_, { entries }) => measureInvariants(entries),
  memory: async () => measureMemory(),
};

export const bench: Command = {
  name: "bench",
  summary: "Measures Stoa on this machine, each figure beside a bound measured in the same run.",
  usage: "[part]",
  maxArguments: 1,
  options: {
    json: { type: "string", value: "FILE", help: "Writes { machine, commit, rows } to a file as well." },
    entries: {
      type: "string",
      value: "N",
      help: `Entries of the ledger whose invariants are asked, ${ENTRIES} unless told; 1000000 takes minutes to write.`,
    },
    orders: { type: "string", value: "N", help: `Orders to settle at each concurrency, ${ORDERS} unless told.` },
    "junk-seconds": { type: "string", value: "N", help: `For how long junk is posted, ${JUNK_SECONDS} unless told.` },
  },
  run: async ({ arguments: [only], options }) => {
    const parts = Object.entries(PARTS).filter(([name]) => only === undefined || only === name);
    if (parts.length === 0) throw new WrongUsage(`${only} is no part; they are ${Object.keys(PARTS).join(", ")}.`);
    const whole = (name: string, otherwise: number, [least, most]: readonly [number, number]) => {
      const value = Number(options[name] ?? otherwise);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      throw new WrongUsage(`--${name} takes a whole number from ${least} to ${most}.`);
    };
    const sizes = {
      orders: whole("orders", ORDERS, [10, 20_000]),
      entries: whole("entries", ENTRIES, [10_000, 5_000_000]),
      junkSeconds: whole("junk-seconds", JUNK_SECONDS, [4, 600]),
    };
    const rows = await measure(
      parts.map(([, part]) => part),
      sizes,
    );
    console.log(["", ...table(rows.map(lineOf)), ""].join("\n"));
    if (typeof options.json === "string")
      writeFileSync(options.json, `${JSON.stringify({ ...describeMachine(), rows }, null, 2)}\n`);
  },
};

/** One database for all parts that want one, opened by the first of them. */
async function measure(parts: readonly (typeof PARTS)[string][], sizes: Sizes): Promise<BenchRow[]> {
  let opened: Promise<Scratch> | undefined;
  const scratch = () => (opened ??= openScratch());
  const rows: BenchRow[] = [];
  try {
    for (const part of parts) rows.push(...(await part(scratch, sizes)));
  } finally {
    await (await opened)?.close();
  }
  return rows;
}

function lineOf({ name, value, unit, bound, ratio }: BenchRow): [string, string] {
  return [name, `${value} ${unit}${bound === null ? "" : `   bound ${bound}, ratio ${ratio}`}`];
}
