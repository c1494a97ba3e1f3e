import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN } from "./env.ts";
import { beginToBuy, CARDS, payWith, signInAsStaff } from "./world.ts";

const owner = SEED_PEOPLE.find((person) => person.roles.includes("owner"));
const COURSE = "bread-in-four-ingredients";

interface Heard {
  headers: IncomingHttpHeaders;
  message: { type: string; data: Record<string, unknown> };
}

/** Somebody else's system, on this machine. */
async function listen() {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      heard.push({ headers: request.headers, message: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(200).end("thank you");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hooks`, heard, close: () => server.close() };
}

test("another system is told of a sale, and once more when staff press the button", async ({ page, browser }) => {
  const other = await listen();
  const staff = await (await browser.newContext()).newPage();
  await signInAsStaff(staff, owner?.email ?? "", SEED_PASSWORD);
  await staff.goto(`${ADMIN}/webhooks`);
  await staff.getByLabel("Address").fill(other.url);
  await staff.getByLabel("Whose system it is").fill("The bakers’ list");
  await staff.getByRole("checkbox", { name: /^order\.paid/ }).check();
  await staff.getByRole("button", { name: "Make it" }).click();
  await expect(staff.getByText(/^whsec_/)).toBeVisible();

  await beginToBuy(page, COURSE, "is-told@example.com");
  await payWith(page, CARDS.succeeds);
  await expect.poll(() => other.heard.map(({ message }) => message.type)).toEqual(["order.paid"]);
  const [first] = other.heard;
  expect(first?.headers["webhook-signature"]).toMatch(/^v1,/);
  expect(JSON.stringify(first?.message)).not.toContain("is-told@example.com");

  await staff.getByRole("link", { name: "The bakers’ list" }).click();
  await staff.waitForURL(/\/webhooks\/whe_/);
  const delivered = staff.getByRole("row", { name: /order\.paid.*delivered.*200/ });
  // The worker writes down what was answered a moment after the answer.
  await expect.poll(async () => (await staff.reload()) && delivered.isVisible()).toBe(true);
  await staff.getByRole("link", { name: "order.paid" }).click();
  await expect(staff.getByText("thank you")).toBeVisible();
  await staff.getByRole("button", { name: "Send it once more" }).click();
  await expect.poll(() => other.heard.length).toBe(2);
  expect(other.heard[1]?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  await staff.context().close();
  other.close();
});
