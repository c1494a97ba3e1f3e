import { expect, test } from "@playwright/test";
import { beginToBuy, CARDS, linkInMail, payWith, sandboxBooks } from "./world.ts";

const COURSE = "double-entry-for-makers";

test("a stranger buys with an e-mail address and 3-D Secure, follows the mail's link and reads a lesson", async ({
  page,
}) => {
  const email = "stranger@example.com";
  await beginToBuy(page, COURSE, email);
  await payWith(page, CARDS.asksTheBank);
  await page.getByRole("button", { name: "Complete authentication" }).click();

  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open in the learning platform" })).toBeVisible();
  const { enrolments } = (await sandboxBooks()).lms;
  expect(enrolments.filter((enrolment) => enrolment.member === email)).toHaveLength(1);

  await page.goto(await linkInMail(email, "/claim"));
  await page.getByLabel("Name").fill("Stella Stranger");
  await page.getByLabel("Password").fill("olives under the roof");
  await page.getByRole("button", { name: "Open my course" }).click();
  await page.waitForURL(/\/learn/);

  await page.goto("/learn");
  await page.getByRole("link", { name: /Begin|Go on reading/ }).click();
  await page.waitForURL(/\/learn\/[^/]+\/[^/]+$/);
  const lesson = page.url();
  await page.getByRole("button", { name: /^Read\./ }).click();
  await page.waitForURL((url) => url.href !== lesson);
  await page.goto("/learn");
  await expect(page.getByText(/^1 of \d+ lessons read/)).toBeVisible();
});

test("a card that is declined costs nothing; whoever turns back is told so, and may pay after all", async ({
  page,
}) => {
  await beginToBuy(page, COURSE, "declined@example.com");
  await payWith(page, CARDS.isDeclined);
  await expect(page.getByText(/declined/i).first()).toBeVisible();
  await page.getByRole("link", { name: /go back/i }).click();
  await expect(page.getByRole("heading", { name: "Nothing was charged" })).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
});
