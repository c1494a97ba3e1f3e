import { CURRENCIES, minorOf } from "@stoa/kit";
import type { FieldSpec } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";
import { basisPointsOf } from "../settings/basis-points.ts";

const same = (value: string) => ({ value, label: value });

/** What a coupon promises. Its terms are frozen when it is made, so there is a form for a new one alone. */
export const COUPON_FIELDS: readonly FieldSpec[] = [
  { name: "label", label: "What it is for", hint: "For staff" },
  { name: "code", label: "Code", hint: "Empty: one that nobody can guess", optional: true },
  {
    name: "discount",
    label: "Takes off",
    type: "select",
    options: [
      { value: "percentage", label: "a share of the price" },
      { value: "amount", label: "an amount" },
    ],
  },
  { name: "rate", label: "How much", hint: "Per cent, or the amount", inputMode: "decimal" },
  {
    name: "currency",
    label: "Currency",
    hint: "Of an amount",
    type: "select",
    options: CURRENCIES.map(same),
    defaultValue: "EUR",
  },
  {
    name: "scope",
    label: "For",
    type: "select",
    options: [
      { value: "all_courses", label: "every course" },
      { value: "courses", label: "some courses" },
      { value: "instructor", label: "one teacher’s courses" },
    ],
  },
  { name: "ids", label: "Which", hint: "Ids: crs_… of courses, or usr_… of the teacher", optional: true },
  { name: "maxRedemptions", label: "Uses in all", hint: "Empty: without end", inputMode: "numeric", optional: true },
  {
    name: "perPerson",
    label: "Uses by one person",
    hint: "Empty: without end",
    inputMode: "numeric",
    optional: true,
    defaultValue: "1",
  },
  { name: "endsAt", label: "Last day", hint: "As in 2027-01-31, UTC; empty: without end", optional: true },
  { name: "returnsOnRefund", label: "A refund of the whole gives the use back", type: "checkbox" },
];

/** A coupon as it was typed. A figure that is none becomes one that the schema refuses beside its field. */
export function couponOf(form: FormData) {
  const currency = CURRENCIES.find((code) => code === text(form, "currency")) ?? "EUR";
  const value = text(form, "rate");
  const ids = text(form, "ids")
    .split(/[\s,]+/)
    .filter((id) => id !== "");
  return {
    label: text(form, "label"),
    ...(text(form, "code").trim() === "" ? {} : { code: text(form, "code") }),
    discount:
      text(form, "discount") === "amount"
        ? ({ kind: "amount", amount: { amount: minorOf(value, currency) ?? 0, currency } } as const)
        : ({ kind: "percentage", rateBps: basisPointsOf(value) } as const),
    scope: scopeOf(text(form, "scope"), ids),
    maxRedemptions: countOf(text(form, "maxRedemptions")),
    perPerson: countOf(text(form, "perPerson")),
    endsAt: endOf(text(form, "endsAt").trim()),
    returnsOnRefund: text(form, "returnsOnRefund") === "on",
  };
}

function scopeOf(kind: string, ids: string[]) {
  if (kind === "courses") return { kind, courseIds: ids } as const;
  if (kind === "instructor") return { kind, instructorId: ids[0] ?? "" } as const;
  return { kind: "all_courses" } as const;
}

function countOf(typed: string): number | null {
  return typed.trim() === "" ? null : Number(typed);
}

/** The end of the day that was typed: a coupon is good until then. */
function endOf(day: string): Date | null {
  return day === "" ? null : new Date(`${day}T23:59:59.999Z`);
}
