import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Context } from "../platform/context.ts";
import { mayDecide } from "./policy.ts";
import type { ApplicationView, ListApplicationsInput } from "./schemas.ts";

const { grantApplications, grantAwards, grantPools, courses, users } = tables;
const assignees = alias(users, "assignees");

/**
 * The applications of a status: those that wait by when an answer was promised, the most urgent first; those that are
 * decided with the latest first.
 */
export async function listApplications(ctx: Context, input: ListApplicationsInput): Promise<Page<ApplicationView>> {
  const { dueAt, id, status } = grantApplications;
  const waiting = input.status === "submitted";
  const direction = waiting ? asc : desc;
  const rows = await ctx.db
    .select({
      application: grantApplications,
      award: grantAwards,
      course: { id: courses.id, slug: courses.slug, title: courses.title },
      price: { amount: courses.priceMinor, currency: courses.currency },
      poolName: grantPools.name,
      reviewerName: users.name,
      assigneeName: assignees.name,
      overdue: sql<boolean>`${status} = 'submitted' and ${dueAt} <= now()`,
    })
    .from(grantApplications)
    .innerJoin(courses, eq(courses.id, grantApplications.courseId))
    .leftJoin(grantAwards, eq(grantAwards.applicationId, id))
    .leftJoin(grantPools, eq(grantPools.id, grantAwards.poolId))
    .leftJoin(users, eq(users.id, grantApplications.reviewerId))
    .leftJoin(assignees, eq(assignees.id, grantApplications.assigneeId))
    .where(
      and(
        eq(status, input.status),
        input.id ? eq(id, input.id) : undefined,
        assignedAs(ctx, input.assigned),
        after(input.cursor, waiting),
      ),
    )
    .orderBy(direction(dueAt), direction(id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.application.dueAt.toISOString(), row.application.id]);
  return { items: page.items.map((row) => viewOf(ctx, row)), nextCursor: page.nextCursor };
}

function assignedAs({ actor }: Context, assigned: ListApplicationsInput["assigned"]): SQL | undefined {
  const { assigneeId } = grantApplications;
  if (assigned === undefined) return undefined;
  return assigned === "nobody" ? isNull(assigneeId) : eq(assigneeId, actor.id ?? "");
}

function after(cursor: string | undefined, waiting: boolean) {
  if (!cursor) return undefined;
  const [dueAt, id] = decodeCursor(cursor, ["instant", "text"]);
  const key = sql`(${grantApplications.dueAt}, ${grantApplications.id})`;
  return sql`${key} ${waiting ? sql`>` : sql`<`} (${dueAt}::timestamptz, ${id})`;
}

interface Row {
  application: typeof grantApplications.$inferSelect;
  award: typeof grantAwards.$inferSelect | null;
  course: { id: string; slug: string; title: string };
  price: { amount: number; currency: string };
  poolName: string | null;
  reviewerName: string | null;
  assigneeName: string | null;
  overdue: boolean;
}

function viewOf(ctx: Context, { application, award, course, price, ...row }: Row): ApplicationView {
  return {
    id: application.id,
    course: { ...course, price: money(price.amount, price.currency as Currency) },
    name: application.name,
    email: application.email,
    statement: application.statement,
    requestedPercent: application.requestedPercent,
    status: application.status,
    createdAt: application.createdAt,
    dueAt: application.dueAt,
    overdue: row.overdue,
    assigneeName: row.assigneeName,
    own: !mayDecide(ctx.actor, application),
    decidedAt: application.decidedAt,
    reviewerName: row.reviewerName,
    reason: application.reason,
    award: award && awardOf(award, row.poolName ?? ""),
  };
}

function awardOf(award: typeof grantAwards.$inferSelect, poolName: string): NonNullable<ApplicationView["award"]> {
  const of = (minor: number) => money(minor, award.currency as Currency);
  return {
    id: award.id,
    percent: award.percent,
    granted: of(award.grantedMinor),
    toPay: of(award.payMinor),
    spent: award.spentMinor === null ? null : of(award.spentMinor),
    status: award.status,
    poolName,
    expiresAt: award.expiresAt,
  };
}
