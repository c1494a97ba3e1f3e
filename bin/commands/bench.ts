import { writeFileSync } from "node:fs";
import { describeMachine } from "../bench/machine.ts";
import { measureCatalogue } from "../bench/measure-catalogue.ts";
import { measureInvariants } from "../bench/measure-invariants.ts";
import { measureMemory } from "../bench/measure-memory.ts";
import { measureSettling } from "../bench/measure-settling.ts";
import { measureWebhooks } from "../bench/measure-webhooks.ts";
import type { BenchRow } from "../bench/rows.ts";
import { openScratch } from "../bench/scratch.ts";
import { type Command, table, WrongUsage } from "../command.ts";

const ORDERS = 500;
const ENTRIES = 50_000;

export const bench: Command = {
  name: "bench",
  summary: "Measures Stoa on this machine, each figure beside a bound measured in the same run.",
  options: {
    json: { type: "string", value: "FILE", help: "Writes { machine, commit, rows } to a file as well." },
    entries: {
      type: "string",
      value: "N",
      help: `Entries of the ledger whose invariants are asked, ${ENTRIES} unless told; 1000000 takes minutes to write.`,
    },
    orders: { type: "string", value: "N", help: `Orders to settle at each concurrency, ${ORDERS} unless told.` },
  },
  run: async ({ options }) => {
    const orders = Number(options.orders ?? ORDERS);
    if (!Number.isInteger(orders) || orders < 10 || orders > 20_000)
      throw new WrongUsage("--orders takes a whole number from 10 to 20000.");
    const entries = Number(options.entries ?? ENTRIES);
    if (!Number.isInteger(entries) || entries < 10_000 || entries > 5_000_000)
      throw new WrongUsage("--entries takes a whole number from 10000 to 5000000.");
    const scratch = await openScratch();
    const rows: BenchRow[] = [];
    try {
      rows.push(...(await measureSettling(scratch, orders)));
      rows.push(...(await measureWebhooks(scratch)));
      rows.push(...(await measureCatalogue(scratch)));
    } finally {
      await scratch.close();
    }
    rows.push(...(await measureInvariants(entries)));
    rows.push(...measureMemory());
    console.log(["", ...table(rows.map(lineOf)), ""].join("\n"));
    if (typeof options.json === "string")
      writeFileSync(options.json, `${JSON.stringify({ ...describeMachine(), rows }, null, 2)}\n`);
  },
};

function lineOf({ name, value, unit, bound, ratio }: BenchRow): [string, string] {
  return [name, `${value} ${unit}${bound === null ? "" : `   bound ${bound}, ratio ${ratio}`}`];
}
