import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { beforeAll, expect, test } from "vitest";
import { createAuth } from "../http/next-auth.ts";
import { restHandler } from "../http/rest-handler.ts";
import { addPerson } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";

const services = testServices(testDatabase());
const { face } = createAuth(async () => services, { kind: "web", cookiePrefix: "stoa", secure: false });

beforeAll(async () => {
  const { id: instructorId } = await addPerson(services, "ines");
  const categoryId = newId("category");
  await services.db.insert(tables.categories).values({ id: categoryId, slug: "craft", name: "Craft" });
  await services.db.insert(tables.courses).values({
    id: newId("course"),
    slug: "drawing",
    title: "Drawing",
    summary: "Seeing.",
    description: "<p>Seeing.</p>",
    categoryId,
    instructorId,
    difficulty: "beginner",
    priceMinor: 4_900,
    currency: "EUR",
    status: "published",
  });
});

function rest(path: string, body?: unknown): Promise<Response> {
  const posted = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { "content-type": "application/json", "x-stoa-peer": "198.51.100.9" };
  return restHandler(face)(new Request(`http://web.test/api/v1${path}`, { headers, ...posted }));
}

test("a program sends an application, is told what is wrong with another, and reads what grants have done", async () => {
  const statement = "I teach drawing in a village school and have no means to pay for this course.";
  const application = { course: "drawing", name: "Ravi", email: "program@example.com", statement };
  const answer = await rest("/grants/applications", application);
  expect([answer.status, await answer.json()]).toMatchObject([200, { received: true }]);
  const short = await rest("/grants/applications", { ...application, statement: "Please." });
  expect([short.status, await short.json()]).toMatchObject([400, { error: { code: "invalid_input" } }]);
  const impact = await rest("/grants/impact");
  expect([impact.status, await impact.json()]).toEqual([200, { items: [] }]);
});
