import { basename } from "node:path";
import { GATEWAYS } from "../ranks.ts";
import type { Rule, Violation } from "../rule.ts";
import type { SourceFile } from "../source-tree.ts";
import { eachProductImport } from "./packages.ts";

const PURE = /(^|\/)(schemas|policy|postings)\.ts$/;
const DOES_IO =
  /^(node:|drizzle-orm|postgres$|pg$|ioredis|bullmq|nodemailer|next($|\/)|@stoa\/(jobs|lms|payments|email|media)($|\/)|@stoa\/db$|@stoa\/db\/(?!enums\/))/;
const DOES_IO_HERE = /(^|\/)(queries|jobs|router)\.ts$/;

/** These are shared with browsers and tested without a database. */
export const pureFilesDoNoIo: Rule = {
  name: "schemas.ts, policy.ts and postings.ts import nothing that does I/O",
  check: (tree) =>
    eachProductImport(tree, (file, { specifier, typeOnly }) => {
      if (!PURE.test(file.path) || typeOnly) return null;
      if (!DOES_IO.test(specifier) && !(specifier.startsWith(".") && DOES_IO_HERE.test(specifier))) return null;
      return `imports ${specifier}. Pass in what it needs as a value, or import only its type.`;
    }),
};

/** A router maps schemas to verbs and a job loads ids and calls a verb; SQL belongs to verbs and queries. */
export const facesImportNoTables: Rule = {
  name: "router.ts and jobs.ts import no tables",
  check: (tree) =>
    eachProductImport(tree, (file, { specifier, names, typeOnly }) => {
      if (!/^packages\/api\/.*(^|\/)(router|jobs)\.ts$/.test(file.path) || typeOnly) return null;
      const tables =
        /^(drizzle-orm|@stoa\/db\/schema)/.test(specifier) || (specifier === "@stoa/db" && names.includes("tables"));
      return tables ? `imports ${specifier}. Move the query into a verb or into queries.ts and call that.` : null;
    }),
};

/** So that `.env.example` and the checks at start know every variable there is. */
export const environmentIsReadInOnePlace: Rule = {
  name: "process.env is read only in env.ts",
  check: (tree) =>
    productLines(
      tree.sources,
      (file) => basename(file.path) !== "env.ts",
      /\bprocess\.env\b/,
      () => {
        return "reads process.env. Add the variable to the env.ts of its package and pass the value on.";
      },
    ),
};

const WRITES_LEDGER =
  /\.(insert|update|delete)\(\s*(\w+\.)*ledger[A-Z]\w*|\b(insert\s+into|update|delete\s+from|truncate)\s+"?ledger_\w+/i;

/** One place that writes is one place to prove right. */
export const onlyTheLedgerWritesTheLedger: Rule = {
  name: "only packages/ledger writes ledger tables",
  check: (tree) =>
    productLines(
      tree.sources,
      // The benchmark measures against SQL written by hand, on a database of its own.
      (file) => !/^(packages\/(ledger|db)|bin\/bench)\//.test(file.path),
      WRITES_LEDGER,
      () => "writes a ledger table. Post an entry with a verb of @stoa/ledger.",
    ),
};

const GATEWAY = new RegExp(GATEWAYS.join("|"), "i");
const ABOVE_GATEWAYS = /^(packages\/(ledger|jobs|api|email|ui)|apps\/(web|admin|worker|mobile))\//;

/** A gateway's name above `packages/payments` is data (an environment variable, a column's value), never code. */
export const noGatewayIsNamedAbovePayments: Rule = {
  name: "no code above packages/payments names a gateway",
  check: (tree) =>
    tree.sources
      .filter((file) => !file.isTest && ABOVE_GATEWAYS.test(file.path) && basename(file.path) !== "env.ts")
      .flatMap((file) => [...namesIn(file), ...modulesIn(file)]),
};

function namesIn(file: SourceFile): Violation[] {
  return [...file.identifiers]
    .filter(([name]) => GATEWAY.test(name) && !/^[A-Z0-9_]+$/.test(name))
    .map(([name, line]) => ({
      path: file.path,
      line,
      message: `names a gateway: ${name}. Say "gateway" and ask its adapter.`,
    }));
}

function modulesIn(file: SourceFile): Violation[] {
  return file.imports
    .filter(({ specifier }) => GATEWAY.test(specifier))
    .map(({ specifier, line }) => ({
      path: file.path,
      line,
      message: `imports ${specifier}. Ask the gateway registry of @stoa/payments.`,
    }));
}

function productLines(
  sources: readonly SourceFile[],
  looksAt: (file: SourceFile) => boolean,
  pattern: RegExp,
  message: (line: string) => string,
): Violation[] {
  return sources
    .filter((file) => !file.isTest && looksAt(file))
    .flatMap((file) =>
      file.text.split("\n").flatMap((text, at) => {
        const code = text.replace(/^\s*(\/\/|\*|\/\*).*/, "");
        return pattern.test(code) ? [{ path: file.path, line: at + 1, message: message(text) }] : [];
      }),
    );
}
