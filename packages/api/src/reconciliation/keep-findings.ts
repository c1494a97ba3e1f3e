import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, eq, gte, inArray, lt, ne, or, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import type { Difference } from "./compare-statement.ts";
import { kindOf } from "./findings.ts";
import type { Run } from "./runs.ts";

const { reconciliationFindings: findings } = tables;

/** Rows of one statement; so many differences are a broken set-up, and few shops see ten. */
const ROWS_AT_ONCE = 1_000;

/**
 * Writes what differs. A difference that was seen before is the same row: it opens again unless a person has explained
 * just this. Open ones of what was compared that are not seen any more are gone.
 */
export async function keepFindings(ctx: TxContext, run: Run, differences: readonly Difference[]): Promise<void> {
  for (let begin = 0; begin < differences.length; begin += ROWS_AT_ONCE) {
    await ctx.db
      .insert(findings)
      .values(differences.slice(begin, begin + ROWS_AT_ONCE).map((difference) => rowOf(ctx, run, difference)))
      .onConflictDoUpdate({
        target: [findings.gateway, findings.subject, findings.gatewayRef, findings.kind],
        set: {
          reconciliationId: sql`excluded.reconciliation_id`,
          hereMinor: sql`excluded.here_minor`,
          hereCurrency: sql`excluded.here_currency`,
          hereStatus: sql`excluded.here_status`,
          thereMinor: sql`excluded.there_minor`,
          thereCurrency: sql`excluded.there_currency`,
          thereStatus: sql`excluded.there_status`,
          status: sql`case when ${findings.status} = 'explained' and ${wordsOf("reconciliation_findings")} is not distinct from
            ${wordsOf("excluded")} then 'explained'::finding_status else 'open'::finding_status end`,
        },
      });
  }
  await ctx.db
    .update(findings)
    .set({ status: "gone", resolvedAt: sql`now()` })
    .where(
      and(
        eq(findings.gateway, run.gateway),
        eq(findings.status, "open"),
        ne(findings.reconciliationId, run.id),
        lt(findings.occurredAt, run.windowTo),
        or(gte(findings.occurredAt, run.windowFrom), OF_OPEN_DISPUTE),
      ),
    );
}

/** Every run asks about these, whenever the dispute was opened. */
const OF_OPEN_DISPUTE = and(eq(findings.subject, "dispute"), inArray(findings.hereStatus, ["open", "warning"]));

function wordsOf(table: "excluded" | "reconciliation_findings") {
  const names = ["here_minor", "here_currency", "here_status", "there_minor", "there_currency", "there_status"];
  return sql.raw(`(${names.map((name) => `${table}.${name}`).join(", ")})`);
}

function rowOf(ctx: TxContext, run: Run, { here, there, ...difference }: Difference): typeof findings.$inferInsert {
  return {
    id: newId("finding", ctx.clock.now().getTime()),
    reconciliationId: run.id,
    gateway: run.gateway,
    ...difference,
    kind: kindOf({ here, there }),
    hereMinor: here?.amountMinor ?? null,
    hereCurrency: here?.currency ?? null,
    hereStatus: here?.status ?? null,
    thereMinor: there?.amountMinor ?? null,
    thereCurrency: there?.currency ?? null,
    thereStatus: there?.status ?? null,
  };
}
