import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Rule } from "./rule.ts";
import { abuseCasesAreTested } from "./rules/abuse-cases.ts";
import { noFileImportsItself } from "./rules/cycles.ts";
import { documentsCiteWhatExists } from "./rules/documents.ts";
import { domainsImportOnlyLowerRanks, domainsImportThroughIndex } from "./rules/domains.ts";
import { variablesAreDocumented } from "./rules/environment.ts";
import { RULES } from "./rules/index.ts";
import { appsUseTheApi, packagesAreImportedByName, packagesImportOnlyLowerPackages } from "./rules/packages.ts";
import {
  environmentIsReadInOnePlace,
  facesImportNoTables,
  noGatewayIsNamedAbovePayments,
  onlyTheLedgerWritesTheLedger,
  pureFilesDoNoIo,
} from "./rules/roles.ts";
import { filesAreKebabCase, filesFitTwoScreens, namesSaySomething } from "./rules/shape.ts";
import { readTree } from "./source-tree.ts";

type Files = Readonly<Record<string, string>>;

interface Planted {
  rule: Rule;
  /** Each tree breaks the rule, in a way of its own. */
  broken: readonly Files[];
  /** The nearest thing that the rule must let through. */
  sound: Files;
}

const API = "packages/api/src";
const lines = (count: number) => "1;\n".repeat(count);

const PLANTED: readonly Planted[] = [
  {
    rule: packagesImportOnlyLowerPackages,
    broken: [
      { "packages/kit/src/a.ts": 'import { migrate } from "@stoa/db";' },
      { "packages/ledger/src/a.ts": 'import { defineJob } from "@stoa/jobs";' },
      { "packages/jobs/src/a.ts": 'export * from "@stoa/api/env";' },
      { "packages/api/src/platform/a.ts": 'const web = await import("@stoa/web-app");' },
      { "packages/api/src/platform/a.ts": 'import { x } from "@stoa/unheard-of";' },
    ],
    sound: {
      "packages/ledger/src/a.ts": 'import { migrate } from "@stoa/db";',
      "packages/ledger/src/a.test.ts": 'import { start } from "@stoa/sandbox-app";',
    },
  },
  {
    rule: packagesAreImportedByName,
    broken: [{ "packages/db/src/a.ts": 'import "../../kit/src/b.ts";', "packages/kit/src/b.ts": "" }],
    sound: { "packages/kit/src/a.ts": 'import "./b.ts";', "packages/kit/src/b.ts": "" },
  },
  {
    rule: appsUseTheApi,
    broken: [
      { "apps/web/src/a.tsx": 'import { eq } from "drizzle-orm";' },
      { "apps/admin/src/a.ts": 'import Stripe from "stripe";' },
      { "apps/worker/src/a.ts": 'import { tables } from "@stoa/db";' },
    ],
    sound: {
      "apps/sandbox/src/a.ts": 'import postgres from "postgres";',
      "apps/web/src/a.ts": 'import type { Database } from "@stoa/db";',
    },
  },
  {
    rule: domainsImportOnlyLowerRanks,
    broken: [
      { [`${API}/orders/a.ts`]: 'import { x } from "../checkout/index.ts";', [`${API}/checkout/index.ts`]: "" },
      { [`${API}/orders/a.ts`]: 'import { x } from "../payments/index.ts";', [`${API}/payments/index.ts`]: "" },
      { [`${API}/platform/a.ts`]: 'import { x } from "../identity/index.ts";', [`${API}/identity/index.ts`]: "" },
      { [`${API}/astrology/a.ts`]: "" },
    ],
    sound: { [`${API}/checkout/a.ts`]: 'import { x } from "../orders/index.ts";', [`${API}/orders/index.ts`]: "" },
  },
  {
    rule: domainsImportThroughIndex,
    broken: [{ [`${API}/checkout/a.ts`]: 'import { x } from "../orders/order.ts";', [`${API}/orders/order.ts`]: "" }],
    sound: {
      [`${API}/root.ts`]: 'import { r } from "./orders/router.ts";',
      [`${API}/orders/router.ts`]: 'import { x } from "../platform/context.ts";',
      [`${API}/platform/context.ts`]: "",
    },
  },
  {
    rule: pureFilesDoNoIo,
    broken: [
      { [`${API}/orders/policy.ts`]: 'import { readFileSync } from "node:fs";' },
      { [`${API}/orders/schemas.ts`]: 'import { tables } from "@stoa/db";' },
      { [`${API}/orders/postings.ts`]: 'import { orderById } from "./queries.ts";' },
    ],
    sound: {
      [`${API}/orders/policy.ts`]: 'import type { Database } from "@stoa/db";',
      [`${API}/orders/schemas.ts`]: 'import { z } from "zod";\nimport { ORDER } from "@stoa/db/enums/orders";',
    },
  },
  {
    rule: facesImportNoTables,
    broken: [
      { [`${API}/orders/router.ts`]: 'import { tables } from "@stoa/db";' },
      { [`${API}/orders/jobs.ts`]: 'import { eq } from "drizzle-orm";' },
    ],
    sound: { [`${API}/orders/router.ts`]: 'import { placeOrder } from "./place-order.ts";' },
  },
  {
    rule: environmentIsReadInOnePlace,
    broken: [{ "packages/kit/src/a.ts": "export const port = process.env.PORT;" }],
    sound: {
      "apps/web/src/env.ts": "export const port = process.env.PORT;",
      "apps/web/src/a.ts": "// process.env is read in env.ts",
    },
  },
  {
    rule: variablesAreDocumented,
    broken: [{ "apps/web/src/env.ts": "export const at = process.env.NEW_PORT ?? 1;", ".env.example": "WEB_PORT=\n" }],
    sound: {
      "apps/web/src/env.ts": "const schema = z.object({ WEB_PORT: port, NODE_NAME_MAX });",
      ".env.example": "# The shop.\nWEB_PORT=\nNODE_NAME_MAX=\n",
    },
  },
  {
    rule: onlyTheLedgerWritesTheLedger,
    broken: [
      { [`${API}/orders/a.ts`]: "await tx.insert(tables.ledgerEntries).values(entry);" },
      { [`${API}/orders/a.ts`]: "await sql`update ledger_balances set posted = 0`;" },
    ],
    sound: {
      [`${API}/orders/a.ts`]: "await tx.select().from(tables.ledgerEntries);",
      "packages/ledger/src/a.ts": "await tx.insert(tables.ledgerEntries).values(entry);",
    },
  },
  {
    rule: noGatewayIsNamedAbovePayments,
    broken: [
      { [`${API}/orders/a.ts`]: "const stripeSession = 1;" },
      { "apps/web/src/a.ts": 'import { x } from "@stoa/payments/razorpay";' },
    ],
    sound: {
      [`${API}/orders/a.ts`]: "const keys = { stripe: env.STRIPE_SECRET_KEY };",
      [`${API}/env.ts`]: "const stripe = 1;",
    },
  },
  {
    rule: filesAreKebabCase,
    broken: [{ "packages/kit/src/placeOrder.ts": "" }, { "packages/kit/src/Money/a.ts": "" }],
    sound: { "apps/web/src/app/[locale]/(shop)/[...path]/page.tsx": "", "packages/kit/src/place-order.db.test.ts": "" },
  },
  {
    rule: namesSaySomething,
    broken: [
      { "packages/kit/src/utils/a.ts": "" },
      { "packages/kit/src/order-manager.ts": "" },
      { "bin/helpers.ts": "" },
    ],
    sound: { "packages/kit/src/utility-bill.ts": "" },
  },
  {
    rule: filesFitTwoScreens,
    broken: [
      { "packages/kit/src/a.ts": lines(351) },
      { "packages/kit/src/a.ts": `export const long = () => {\n${lines(70)}};\n` },
    ],
    sound: { "packages/kit/src/a.ts": `function fits() {\n${lines(68)}}\n`, "packages/kit/src/a.test.ts": lines(400) },
  },
  {
    rule: noFileImportsItself,
    broken: [
      {
        "packages/kit/src/a.ts": 'import "./b.ts";',
        "packages/kit/src/b.ts": 'export * from "./c.ts";',
        "packages/kit/src/c.ts": 'import "./a.ts";',
      },
    ],
    sound: { "packages/kit/src/a.ts": 'import "./b.ts";', "packages/kit/src/b.ts": 'import type { A } from "./a.ts";' },
  },
  {
    rule: documentsCiteWhatExists,
    broken: [
      { "README.md": "See `packages/kit/src/gone.ts`." },
      { "docs/money.md": "See [the ledger](../packages/ledger.md)." },
    ],
    sound: {
      "README.md":
        "See `packages/kit/src/a.ts`, `packages/<name>/src`, [that](docs/money.md#holds), [out](https://example.com).",
      "docs/money.md": "",
      "packages/kit/src/a.ts": "",
    },
  },
  {
    rule: abuseCasesAreTested,
    broken: [
      {
        "docs/abuse-cases.md": "| T04 | Who is here | `packages/kit/src/a.test.ts` |",
        "packages/kit/src/a.test.ts": "",
      },
      { "docs/abuse-cases.md": "| T04 | Who is here | soon |" },
      { "docs/abuse-cases.md": "", "packages/kit/src/a.test.ts": 'test("T04 nobody is told", () => {});' },
      {
        "docs/abuse-cases.md": "| T04 | Who is here | `packages/kit/src/a.test.ts` |",
        "packages/kit/src/a.test.ts": 'test("T04 nobody is told", () => {});',
        "packages/kit/src/b.test.ts": 'test.each(CASES)("T03 T04 %s", () => {});',
      },
      {
        "docs/abuse-cases.md": "| T04 | Who is here | later: when there are people |",
        "packages/kit/src/a.test.ts": 'test("T04 nobody is told", () => {});',
      },
    ],
    sound: {
      "docs/abuse-cases.md":
        "| T04 | Who is here | `packages/kit/src/a.test.ts` |\n| T05 | Who was | `packages/kit/src/a.test.ts` |\n| T60 | Payouts | later: there are none |",
      "packages/kit/src/a.test.ts": 'test("T04 T05 nobody is told", () => {});\nconst T60 = "T60";',
    },
  },
];

const planted: string[] = [];

afterEach(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true });
});

function treeOf(files: Files) {
  const root = mkdtempSync(join(tmpdir(), "stoa-architecture-"));
  planted.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readTree(root);
}

describe("a violation that is planted", () => {
  test.each(PLANTED)("of the rule that $rule.name is found", ({ rule, broken, sound }) => {
    for (const files of broken) expect(rule.check(treeOf(files)), JSON.stringify(files)).not.toEqual([]);
    expect(rule.check(treeOf(sound))).toEqual([]);
  });

  test("is there for every rule", () => {
    expect(new Set(PLANTED.map((entry) => entry.rule))).toEqual(new Set(RULES));
  });
});
