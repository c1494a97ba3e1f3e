import type { ManagedCourse } from "@stoa/api/courses/schemas";
import { CURRENCIES, type Currency, exponentOf, minorOf } from "@stoa/kit";
import type { FieldSpec } from "../../../forms/act-state.ts";
import { text } from "../../../forms/text.ts";

const DIFFICULTIES = ["beginner", "intermediate", "advanced"] as const;
const same = (value: string) => ({ value, label: value });

/** What a course is made of, but for its outline. `course` fills the form in. */
export function courseFields(course?: ManagedCourse): FieldSpec[] {
  const currency = course?.price.currency ?? "EUR";
  return [
    { name: "title", label: "Title", defaultValue: course?.title, className: "sm:col-span-2" },
    {
      name: "slug",
      label: "Address",
      hint: "Small letters, digits and hyphens: double-entry",
      defaultValue: course?.slug,
    },
    {
      name: "category",
      label: "Category",
      hint: "Its address; a new one is made",
      defaultValue: course?.category.slug,
    },
    {
      name: "summary",
      label: "Summary",
      hint: "What one can do afterwards, in a sentence or two",
      type: "textarea",
      rows: 2,
      defaultValue: course?.summary,
      className: "sm:col-span-2",
    },
    {
      name: "description",
      label: "Description",
      hint: "HTML: p, br, strong, em, ul, ol, li, a. All else is taken out.",
      type: "textarea",
      rows: 8,
      defaultValue: course?.description,
      className: "sm:col-span-2",
    },
    {
      name: "price",
      label: "Price",
      hint: "0 is free",
      inputMode: "decimal",
      defaultValue: course ? majorOf(course.price.amount, currency) : "0",
    },
    { name: "currency", label: "Currency", type: "select", options: CURRENCIES.map(same), defaultValue: currency },
    {
      name: "difficulty",
      label: "Level",
      type: "select",
      options: DIFFICULTIES.map(same),
      defaultValue: course?.difficulty ?? "beginner",
    },
    { name: "language", label: "Language", hint: "en, hi, fr…", defaultValue: course?.language ?? "en" },
    {
      name: "lmsCourse",
      label: "Course in the LMS",
      hint: "Its name there; empty when it is taught here alone. Whoever is enrolled follows to another one.",
      optional: true,
      defaultValue: course?.lmsCourse ?? "",
      className: "sm:col-span-2",
    },
  ];
}

/** The course as it was typed. A price that is no number becomes -1, which the schema refuses beside its field. */
export function courseOf(form: FormData) {
  const currency = CURRENCIES.find((code) => code === text(form, "currency")) ?? "EUR";
  return {
    title: text(form, "title"),
    slug: text(form, "slug"),
    category: text(form, "category"),
    summary: text(form, "summary"),
    description: text(form, "description"),
    priceMinor: minorOf(text(form, "price"), currency) ?? -1,
    currency,
    difficulty: DIFFICULTIES.find((level) => level === text(form, "difficulty")) ?? "beginner",
    language: text(form, "language"),
    lmsCourse: text(form, "lmsCourse").trim() || null,
  };
}

/** 4990 → “49.90” for euros. */
export function majorOf(minor: number, currency: Currency): string {
  const digits = exponentOf(currency);
  if (digits === 0) return String(minor);
  const padded = String(minor).padStart(digits + 1, "0");
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}
