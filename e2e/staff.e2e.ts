import { expect, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN } from "./env.ts";
import { beginToBuy, CARDS, payWith, signInAsStaff } from "./world.ts";

const owner = SEED_PEOPLE.find((person) => person.roles.includes("owner"));

test("the owner signs in with a second factor and reads what happened to an order, down to the ledger", async ({
  page,
}) => {
  await beginToBuy(page, "double-entry-for-makers", "timeline@example.com");
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();

  await signInAsStaff(page, owner?.email ?? "", SEED_PASSWORD);
  await page.goto(`${ADMIN}/orders`);
  await page.getByRole("row").filter({ hasText: "timeline@example.com" }).getByRole("link").click();
  await page.waitForURL(/\/orders\/ord_/);
  await expect(page.getByText("timeline@example.com").first()).toBeVisible();
  await expect(page.getByText(/ledger|revenue/i).first()).toBeVisible();
});

test("whoever has no second factor sees nothing of the staff's pages", async ({ page }) => {
  await page.goto(`${ADMIN}/orders`);
  await expect(page).toHaveURL(/\/sign-in/);
});
