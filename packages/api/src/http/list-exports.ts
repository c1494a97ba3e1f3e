import { decimalString, type Money } from "@stoa/kit";
import { z } from "zod";
import { listAffiliatesInput, listReferralsInput } from "../affiliates/schemas.ts";
import { searchAuditInput } from "../audit/schemas.ts";
import { listDisputesInput } from "../checkout/disputes/schemas.ts";
import { listCouponsInput } from "../coupons/schemas.ts";
import { listApplicationsInput } from "../grants/schemas.ts";
import { listUsersInput } from "../identity/schemas.ts";
import { listAllOrdersInput } from "../orders/schemas.ts";
import { listRefundsInput } from "../payments/schemas.ts";
import { listPayoutsInput } from "../payouts/schemas.ts";
import { listFindingsInput } from "../reconciliation/schemas.ts";
import { type ListExport, listExport } from "./list-export.ts";

/** Every list that staff can take away, by its name. */
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
      "assigneeName",
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
  coupons: listExport({
    needs: "coupon:manage",
    columns: [
      "code",
      "label",
      "status",
      "discount",
      "percent",
      "amount",
      "currency",
      "scope",
      "courseTitles",
      "instructorName",
      "maxRedemptions",
      "perPerson",
      "reserved",
      "consumed",
      "startsAt",
      "endsAt",
      "createdAt",
      "id",
    ],
    // A form has words alone.
    input: listCouponsInput.extend({ personal: z.stringbool().default(false) }),
    rows: (caller, input) => caller.coupons.list(input),
    line: ({ amount, rateBps, courseTitles, ...coupon }) => ({
      ...coupon,
      ...cellsOf(amount),
      percent: rateBps === null ? null : rateBps / 100,
      courseTitles: courseTitles.join("; "),
    }),
  }),
  audit: listExport({
    needs: "audit:read",
    toCarry: "audit:export",
    columns: [
      "createdAt",
      "actorKind",
      "actorId",
      "actorName",
      "action",
      "subjectKind",
      "subjectId",
      "before",
      "after",
      "ip",
      "userAgent",
      "correlationId",
      "id",
    ],
    input: searchAuditInput,
    rows: (caller, input) => caller.audit.search(input),
    line: (row) => row,
  }),
  people: listExport({
    needs: "user:read",
    columns: ["name", "email", "emailVerified", "blocked", "roles", "createdAt", "id"],
    input: listUsersInput,
    rows: (caller, input) => caller.identity.users.list(input),
    line: (row) => ({ ...row, roles: row.roles.join("; ") }),
  }),
};

function cellsOf(money: Money | null) {
  return { amount: money && decimalString(money), currency: money?.currency };
}

function wordOf(word: { status: string; amount: Money } | null): string | null {
  return word && `${word.status} ${decimalString(word.amount)} ${word.amount.currency}`;
}
