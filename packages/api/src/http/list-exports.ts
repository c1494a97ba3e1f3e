import { decimalString, type Money, PAGE_LIMIT_MAX, type Page } from "@stoa/kit";
import type { z } from "zod";
import { listAffiliatesInput, listReferralsInput } from "../affiliates/schemas.ts";
import { listDisputesInput } from "../checkout/disputes/schemas.ts";
import { listApplicationsInput } from "../grants/schemas.ts";
import type { Permission } from "../identity/policy.ts";
import { listUsersInput } from "../identity/schemas.ts";
import { invalidInputOf } from "../middleware/errors.ts";
import { listAllOrdersInput } from "../orders/schemas.ts";
import { listRefundsInput } from "../payments/schemas.ts";
import { listPayoutsInput } from "../payouts/schemas.ts";
import { listFindingsInput } from "../reconciliation/schemas.ts";
import type { createCaller } from "../root.ts";

type Caller = ReturnType<typeof createCaller>;
type Line = Readonly<Record<string, unknown>>;

/** A list that can be taken away whole: its rows come from its own procedure, and so only to who may see them. */
export interface ListExport {
  readonly needs: Permission;
  readonly columns: readonly string[];
  /** The next page of what the screen's filters name. Throws `InvalidInput`. */
  readonly page: (
    caller: Caller,
    fields: Readonly<Record<string, string>>,
    cursor: string | undefined,
  ) => Promise<Page<Line>>;
}

export const LIST_EXPORTS: Readonly<Record<string, ListExport>> = {
  orders: listExport({
    needs: "order:read",
    columns: [
      "invoiceNumber",
      "status",
      "email",
      "titles",
      "amount",
      "currency",
      "refunded",
      "createdAt",
      "paidAt",
      "id",
    ],
    input: listAllOrdersInput,
    rows: (caller, input) => caller.orders.listAll(input),
    line: (row) => ({
      ...row,
      ...cellsOf(row.total),
      refunded: decimalString(row.refunded),
      titles: row.titles.join("; "),
    }),
  }),
  refunds: listExport({
    needs: "payment:read",
    columns: ["orderId", "status", "amount", "currency", "reason", "gateway", "gatewayRefundId", "createdAt", "id"],
    input: listRefundsInput,
    rows: (caller, input) => caller.payments.refunds(input),
    line: (row) => ({ ...row, ...cellsOf(row.amount) }),
  }),
  disputes: listExport({
    needs: "payment:read",
    columns: [
      "orderId",
      "status",
      "amount",
      "currency",
      "reason",
      "gateway",
      "gatewayDisputeId",
      "dueBy",
      "createdAt",
      "id",
    ],
    input: listDisputesInput,
    rows: (caller, input) => caller.checkout.disputes.list(input),
    line: (row) => ({ ...row, ...cellsOf(row.amount) }),
  }),
  payouts: listExport({
    needs: "payout:read",
    columns: [
      "payeeName",
      "payeeEmail",
      "status",
      "amount",
      "currency",
      "gateway",
      "accountHint",
      "createdAt",
      "paidAt",
      "batchId",
      "id",
    ],
    input: listPayoutsInput,
    rows: (caller, input) => caller.payouts.manage.list(input),
    line: (row) => ({ ...row, ...cellsOf(row.amount) }),
  }),
  affiliates: listExport({
    needs: "affiliate:read",
    columns: ["code", "name", "email", "status", "clicks", "conversions", "earned", "joinedAt", "id"],
    input: listAffiliatesInput,
    rows: (caller, input) => caller.affiliates.manage.list(input),
    line: (row) => ({ ...row, earned: row.earned.map((sum) => `${decimalString(sum)} ${sum.currency}`).join("; ") }),
  }),
  commissions: listExport({
    needs: "affiliate:read",
    columns: [
      "affiliateCode",
      "orderId",
      "buyerEmail",
      "status",
      "amount",
      "currency",
      "placedAt",
      "convertedAt",
      "id",
    ],
    input: listReferralsInput,
    rows: (caller, input) => caller.affiliates.manage.referrals(input),
    line: (row) => ({ ...row, ...cellsOf(row.commission) }),
  }),
  grants: listExport({
    needs: "grant:review",
    columns: [
      "name",
      "email",
      "course",
      "requestedPercent",
      "status",
      "createdAt",
      "decidedAt",
      "reviewerName",
      "reason",
      "id",
    ],
    input: listApplicationsInput,
    rows: (caller, input) => caller.grants.applications.list(input),
    line: (row) => ({ ...row, course: row.course.slug }),
  }),
  findings: listExport({
    needs: "reconciliation:read",
    columns: [
      "gateway",
      "subject",
      "gatewayRef",
      "kind",
      "status",
      "here",
      "there",
      "orderId",
      "occurredAt",
      "note",
      "id",
    ],
    input: listFindingsInput,
    rows: (caller, input) => caller.reconciliation.findings(input),
    line: (row) => ({ ...row, here: wordOf(row.here), there: wordOf(row.there) }),
  }),
  people: listExport({
    needs: "user:read",
    columns: ["name", "email", "emailVerified", "blocked", "roles", "createdAt", "id"],
    input: listUsersInput,
    rows: (caller, input) => caller.identity.users.list(input),
    line: (row) => ({ ...row, roles: row.roles.join("; ") }),
  }),
};

function listExport<Input extends z.ZodObject, Row>(options: {
  needs: Permission;
  columns: readonly string[];
  input: Input;
  rows: (caller: Caller, input: z.output<Input>) => Promise<Page<Row>>;
  line: (row: Row) => Line;
}): ListExport {
  const { needs, columns, input, rows, line } = options;
  const filters = Object.keys(input.shape).filter((name) => name !== "cursor" && name !== "limit");
  return {
    needs,
    columns,
    page: async (caller, fields, cursor) => {
      const chosen = Object.fromEntries(filters.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
      const asked = input.safeParse({ ...chosen, cursor, limit: PAGE_LIMIT_MAX });
      if (!asked.success) throw invalidInputOf(asked.error);
      const { items, nextCursor } = await rows(caller, asked.data);
      return { items: items.map(line), nextCursor };
    },
  };
}

function cellsOf(money: Money | null) {
  return { amount: money && decimalString(money), currency: money?.currency };
}

function wordOf(word: { status: string; amount: Money } | null): string | null {
  return word && `${word.status} ${decimalString(word.amount)} ${word.amount.currency}`;
}
