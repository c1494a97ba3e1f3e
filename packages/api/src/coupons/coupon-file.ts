import { CURRENCIES, minorOf } from "@stoa/kit";
import { type FileFault, readCsvTable } from "../platform/csv-table.ts";
import { type CreateCouponInput, createCouponInput } from "./schemas.ts";

/** What one file may hold: all of it is one transaction. */
export const FILE_ROWS_MAX = 500;

const COLUMNS = [
  "code",
  "label",
  "discount",
  "percent",
  "amount",
  "currency",
  "scope",
  "courses",
  "instructor",
  "maxRedemptions",
  "perPerson",
  "startsAt",
  "endsAt",
  "returnsOnRefund",
] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ["label", "discount", "scope"];
/** What the export says beside a coupon's terms: of the coupon it was taken from, not of the one that is made. */
const PASSED_OVER = ["status", "courseTitles", "instructorName", "reserved", "consumed", "createdAt", "id"];

/** A coupon as its line has it; courses are still named as they were typed, by id or slug. */
export interface CouponLine {
  line: number;
  coupon: CreateCouponInput;
}

/** Every coupon of a file and everything that is wrong in it. Pure: nothing is looked up here. */
export function readCouponFile(csv: string): { lines: CouponLine[]; faults: FileFault[] } {
  const shape = { columns: COLUMNS, needed: NEEDED, passedOver: PASSED_OVER, rowsMax: FILE_ROWS_MAX };
  const { rows, faults } = readCsvTable(csv, { ...shape, rowsAre: "coupons" });
  const lines: CouponLine[] = [];
  for (const { line, cell } of rows) {
    const read = couponOf(cell);
    if (Array.isArray(read)) faults.push(...read.map((fault) => ({ line, ...fault })));
    else lines.push({ line, coupon: read });
  }
  return { lines, faults };
}

/** The coupon of a row, or what is wrong with it. */
function couponOf(cell: (column: Column) => string) {
  const parsed = createCouponInput.safeParse({
    ...(cell("code") === "" ? {} : { code: cell("code") }),
    label: cell("label"),
    discount: discountOf(cell),
    scope: scopeOf(cell),
    maxRedemptions: countOf(cell("maxRedemptions")),
    perPerson: countOf(cell("perPerson")),
    ...(cell("startsAt") === "" ? {} : { startsAt: instantOf(cell("startsAt"), "T00:00:00.000Z") }),
    endsAt: cell("endsAt") === "" ? null : instantOf(cell("endsAt"), "T23:59:59.999Z"),
    returnsOnRefund: answerOf(cell("returnsOnRefund")),
  });
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path, message }) => ({ column: columnOf(path.map(String)), message }));
}

function discountOf(cell: (column: Column) => string): unknown {
  if (cell("discount") !== "amount") return { kind: cell("discount"), rateBps: basisPointsOf(cell("percent")) };
  const currency = CURRENCIES.find((code) => code === cell("currency"));
  const amount = currency === undefined ? 0 : minorOf(cell("amount"), currency);
  return { kind: "amount", amount: { amount, currency: currency ?? cell("currency") } };
}

function scopeOf(cell: (column: Column) => string): unknown {
  const kind = cell("scope");
  if (kind === "courses") return { kind, courseIds: cell("courses").split(/\s*;\s*/) };
  if (kind === "instructor") return { kind, instructorId: cell("instructor") };
  return { kind };
}

/** `12.5` per cent is 1250; null for what is no figure with at most two decimals. */
function basisPointsOf(typed: string): number | null {
  const [, whole, part = ""] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

function countOf(typed: string): number | string | null {
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

/** An instant, or a day that stands for its first or last moment. */
function instantOf(typed: string, momentOfDay: string): Date | string {
  const [, day, moment] = /^(\d{4}-\d{2}-\d{2})(T[\d:.]+Z)?$/.exec(typed) ?? [];
  const instant = new Date(`${day}${moment ?? momentOfDay}`);
  return Number.isNaN(instant.getTime()) ? typed : instant;
}

function answerOf(typed: string): boolean | string {
  if (typed === "") return false;
  return typed === "true" || (typed === "false" ? false : typed);
}

/** Under which heading a refused field of a coupon stands. */
function columnOf(path: readonly string[]): string | null {
  if (path.includes("rateBps")) return "percent";
  if (path.includes("currency")) return "currency";
  if (path.includes("amount")) return "amount";
  if (path.includes("courseIds")) return "courses";
  if (path.includes("instructorId")) return "instructor";
  return path[0] ?? null;
}
