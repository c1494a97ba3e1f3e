import { tables, withTransaction } from "@stoa/db";
import { InvalidInput } from "@stoa/kit";
import { inArray, or, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { type FileFault, issueOf } from "../platform/csv-table.ts";
import { type CouponLine, readCouponFile } from "./coupon-file.ts";
import { createCoupon } from "./create-coupon.ts";
import { ImportUnderWay } from "./errors.ts";
import type { CheckedFile, CreateCouponInput } from "./schemas.ts";

const { coupons, courses, users } = tables;

/** What an import of this file would make, and everything that stands in its way. Changes nothing. */
export async function checkCouponFile(ctx: Context, csv: string): Promise<CheckedFile> {
  const { lines, faults } = await readChecked(ctx, csv);
  return {
    faults,
    coupons: lines.map(({ line, coupon: { code, label, discount, scope, maxRedemptions, endsAt } }) => {
      return { line, code: code ?? null, label, discount, scope: scope.kind, maxRedemptions, endsAt };
    }),
  };
}

/**
 * Makes all coupons of a file, or none of them: in one transaction, through the verb that makes one. Throws `InvalidInput`
 * that names every line and column that is wrong, `CouponCodeTaken` when a code was taken meanwhile, and `ImportUnderWay`.
 */
export async function importCoupons(ctx: Context, csv: string): Promise<{ made: number }> {
  return withTransaction(ctx, async (tx) => {
    await mustBeAlone(tx);
    const { lines, faults } = await readChecked(tx, csv);
    if (faults.length > 0) throw new InvalidInput(faults.map(issueOf));
    for (const { coupon } of lines) await createCoupon(tx, coupon);
    await recordAudit(tx, {
      action: "coupons.import",
      subjectKind: "coupon",
      subjectId: "file",
      after: { rows: lines.length },
    });
    return { made: lines.length };
  });
}

async function mustBeAlone(ctx: TxContext): Promise<void> {
  const [lock] = await ctx.db.execute<{ alone: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('coupon-import', 0)) as alone`,
  );
  if (!lock?.alone) throw new ImportUnderWay();
}

/** What the file says, compared with what there is: three statements, however many lines it has. */
async function readChecked(ctx: Context, csv: string): Promise<{ lines: CouponLine[]; faults: FileFault[] }> {
  const { lines, faults } = readCouponFile(csv);
  const [taken, courseIds, teachers] = [
    await takenCodes(ctx, lines),
    await idsOfCourses(ctx, lines),
    await knownTeachers(ctx, lines),
  ];
  const seen = new Set<string>();
  const checked = lines.map(({ line, coupon }) => {
    const fault = (column: string, message: string) => faults.push({ line, column, message });
    const { code, scope } = coupon;
    if (code !== undefined && taken.has(code)) fault("code", "is taken");
    if (code !== undefined && seen.has(code)) fault("code", "is there twice");
    if (code !== undefined) seen.add(code);
    if (scope.kind === "instructor" && !teachers.has(scope.instructorId)) fault("instructor", "is nobody’s id");
    const named = scope.kind === "courses" ? scope.courseIds : [];
    for (const name of named.filter((each) => !courseIds.has(each))) fault("courses", `${name} is no course`);
    return {
      line,
      coupon: withCourses(
        coupon,
        named.map((name) => courseIds.get(name) ?? name),
      ),
    };
  });
  return { lines: checked, faults: faults.sort((left, right) => left.line - right.line) };
}

function withCourses(coupon: CreateCouponInput, courseIds: string[]): CreateCouponInput {
  return coupon.scope.kind === "courses" ? { ...coupon, scope: { kind: "courses", courseIds } } : coupon;
}

async function takenCodes(ctx: Context, lines: readonly CouponLine[]): Promise<Set<string>> {
  const codes = lines.flatMap(({ coupon }) => coupon.code ?? []);
  const rows = await ctx.db.select({ code: coupons.code }).from(coupons).where(inArray(coupons.code, codes));
  return new Set(rows.map(({ code }) => code));
}

/** Courses by their id and by their slug. */
async function idsOfCourses(ctx: Context, lines: readonly CouponLine[]): Promise<Map<string, string>> {
  const names = lines.flatMap(({ coupon: { scope } }) => (scope.kind === "courses" ? scope.courseIds : []));
  const rows = await ctx.db
    .select({ id: courses.id, slug: courses.slug })
    .from(courses)
    .where(or(inArray(courses.id, names), inArray(courses.slug, names)));
  return new Map(rows.flatMap(({ id, slug }) => [[id, id] as const, [slug, id] as const]));
}

async function knownTeachers(ctx: Context, lines: readonly CouponLine[]): Promise<Set<string>> {
  const ids = lines.flatMap(({ coupon: { scope } }) => (scope.kind === "instructor" ? scope.instructorId : []));
  const rows = await ctx.db.select({ id: users.id }).from(users).where(inArray(users.id, ids));
  return new Set(rows.map(({ id }) => id));
}
