import { expect, test } from "@playwright/test";
import { beginToBuy, CARDS, linkInMail, payWith } from "./world.ts";

const COURSE = "double-entry-for-makers";

test.use({ javaScriptEnabled: false });

test("a course is found, bought, claimed and read without a script", async ({ page }) => {
  const email = "no-script@example.com";
  await page.goto("/courses");
  await page.getByLabel("Look for").fill("makers");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("link", { name: /Double entry/ })).toBeVisible();

  await beginToBuy(page, COURSE, email);
  await payWith(page, CARDS.succeeds);
  // The page that waits for the payment asks again by itself.
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();

  await page.goto(await linkInMail(email, "/claim"));
  await page.getByLabel("Name").fill("Nora Noscript");
  await page.getByLabel("Password").fill("olives under the roof");
  await page.getByRole("button", { name: "Open my course" }).click();
  await page.waitForURL(/\/learn/);
  await page.goto("/learn");
  await page.getByRole("link", { name: /Begin/ }).click();
  await page.waitForURL(/\/learn\/[^/]+\/[^/]+$/);
  const lesson = page.url();
  await page.getByRole("button", { name: /^Read\./ }).click();
  await page.waitForURL((url) => url.href !== lesson);

  await page.goto("/account/notifications");
  const first = page.getByRole("checkbox").first();
  await first.uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(first).not.toBeChecked();
});

test("the country of the tax is chosen, and a missing address is asked for, without a script", async ({ page }) => {
  await page.goto(`/checkout?course=${COURSE}`);
  await page.getByRole("link", { name: /Change|Choose/ }).click();
  await page.getByLabel("Country").selectOption("FR");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Taxed in France")).toBeVisible();
  await page.getByRole("button", { name: "Go to payment" }).click();
  await expect(page.getByLabel("Your e-mail address")).toHaveAttribute("aria-invalid", "true");
});
