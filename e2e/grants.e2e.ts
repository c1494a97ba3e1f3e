import { expect, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN } from "./env.ts";
import { CARDS, linkInMail, payWith, signInAsStaff } from "./world.ts";

const owner = SEED_PEOPLE.find((person) => person.roles.includes("owner"));
const COURSE = "bread-in-four-ingredients";

test("who cannot pay asks, is told yes, and buys the course with the code of the mail", async ({ page, browser }) => {
  const email = "asks@example.com";
  await page.goto(`/courses/${COURSE}`);
  await page.getByRole("link", { name: /Ask for a grant/ }).click();
  await page.getByLabel("Your name").fill("Noor Aziz");
  await page.getByLabel("Your e-mail address").fill(email);
  await page.getByLabel(/How much of/).selectOption("50");
  await page
    .getByLabel("Why would a grant help?")
    .fill("I bake for the shelter on Sundays and would like to teach it there.");
  await page.getByRole("button", { name: "Send the application" }).click();
  await expect(page.getByText("We have your application.")).toBeVisible();

  const staff = await (await browser.newContext()).newPage();
  await signInAsStaff(staff, owner?.email ?? "", SEED_PASSWORD);
  await staff.goto(`${ADMIN}/grants`);
  const application = staff.getByRole("article", { name: "Noor Aziz" });
  await expect(application.getByText(/^due in/)).toBeVisible();
  await application.getByText("Approve…").click();
  await application.getByRole("button", { name: "Approve and tell them" }).click();
  await expect(application).toHaveCount(0);

  await page.goto(await linkInMail(email, "/checkout"));
  await page.getByLabel("The e-mail address it was sent to").fill(email);
  await page.getByRole("button", { name: "Use the code" }).click();
  await expect(page.getByText(/The code GRANT-.* is in the price/)).toBeVisible();
  await expect(page.getByRole("row", { name: /Total/ })).toContainText("14.50");
  await expect(page.getByLabel("Your e-mail address")).toHaveValue(email);
  await page.getByRole("button", { name: "Go to payment" }).click();
  await page.waitForURL(/\/pay\//);
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();

  await staff.goto(`${ADMIN}/grants?state=approved`);
  await expect(staff.getByRole("article", { name: "Noor Aziz" }).getByText("used")).toBeVisible();
  await staff.context().close();
});

test("a gift is given to a fund, and everybody sees it", async ({ page }) => {
  await page.goto("/donate");
  await page.getByLabel("How much, in EUR").fill("12,50");
  await page.getByLabel("Your e-mail address").fill("gives@example.com");
  await page.getByRole("button", { name: "Go to payment" }).click();
  await page.waitForURL(/\/pay\//);
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  await expect
    .poll(async () => {
      await page.goto("/impact");
      return page.getByText("€587.50").isVisible();
    })
    .toBe(true);
});

test("a code that is good for nothing is said so, and the price stays", async ({ page }) => {
  await page.goto(`/checkout?course=${COURSE}`);
  await page.getByText("I have a code").click();
  await page.getByLabel("Your code").fill("no-such-code");
  await page.getByRole("button", { name: "Use the code" }).click();
  await expect(page.getByText("This code is not valid for this purchase.")).toBeVisible();
  await page.getByLabel("Your code").fill("welcome10");
  await page.getByRole("button", { name: "Use the code" }).click();
  await expect(page.getByRole("row", { name: /Total/ })).toContainText("26.10");
  await page.getByRole("button", { name: "Take it out" }).click();
  await expect(page.getByRole("row", { name: /Total/ })).toContainText("29.00");
});
