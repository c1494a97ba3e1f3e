import { describe, expect, test } from "vitest";
import { z } from "zod";
import { procedures } from "./http/routes.ts";
import { outputSchemaOf } from "./testing/procedure-schemas.ts";

/** Names of fields that only one's own records may have. */
const PRIVATE =
  /e?mail|phone|hash|token|secret|password|gateway\w*id|payment\w*id|customer|taxnumber|address|birth|^ip$|useragent|role|actor/i;

/** Where a public answer has such a field, and why it may. */
const EXCUSED: Readonly<Record<string, string>> = {
  "orders.get email": "one's own order, or by its token",
  "identity.readLink email": "whoever holds the link has the mailbox",
  "settings.public supportEmail": "for strangers to write to",
  "checkout.start orderToken": "given to who has just made the order",
  "cart.add cartToken": "given to the visitor whose cart has just been made",
};

function fieldsOf(schema: z.ZodType): Set<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== "object") return;
    if ("properties" in node) for (const name of Object.keys(node.properties ?? {})) names.add(name);
    for (const child of Object.values(node)) visit(child);
  };
  visit(z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }));
  return names;
}

const open = procedures().filter(({ path, meta }) => meta.access === "anyone" && !path.startsWith("identity.signIn"));

describe("T21 what everybody may ask", () => {
  test("has no field for anybody's address, secrets, or the gateway's names of things", () => {
    const found = open.flatMap(({ path }) => {
      return [...fieldsOf(outputSchemaOf(path))].filter((name) => PRIVATE.test(name)).map((name) => `${path} ${name}`);
    });
    expect(found.sort()).toEqual(Object.keys(EXCUSED).sort());
  });

  test("gives no field that its schema does not name", () => {
    const page = outputSchemaOf("courses.list");
    const row = { id: "crs_1", slug: "a", title: "A", summary: "", difficulty: "beginner", language: "en" };
    const more = { price: { amount: 1, currency: "EUR" }, lessonCount: 1, minutes: 1, publishedAt: null };
    const people = { category: { slug: "c", name: "C" }, instructor: { name: "I", email: "i@example.com" } };
    const answer = page.parse({ items: [{ ...row, ...more, ...people, passwordHash: "x" }], nextCursor: null });
    expect(JSON.stringify(answer)).not.toMatch(/i@example\.com|passwordHash/);
  });
});
