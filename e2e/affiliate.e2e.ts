import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN } from "./env.ts";
import { beginToBuy, CARDS, payWith, signInAsStaff } from "./world.ts";

const COURSE = "bread-in-four-ingredients";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PAGES = ["/affiliate", "/affiliate/links?page=/courses", "/affiliate/sales", "/affiliate/statements"];
const owner = SEED_PEOPLE.find((person) => person.roles.includes("owner"));

test.describe.configure({ mode: "serial" });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

async function faultsOf(shown: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: shown }).withTags(RULES).analyze();
  return violations.map((found) => `${found.id}: ${found.help} (${found.nodes.map((node) => node.target).join(", ")})`);
}

test("somebody reads the rules, signs in, agrees and has a link", async () => {
  await page.goto("/affiliate");
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Sign in to join" }).click();
  await page.getByLabel("E-mail").fill("lina@stoa.example");
  await page.getByLabel("Password").fill(SEED_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/affiliate");
  await page.getByLabel("Code in your link").fill("lina-reads");
  await page.getByRole("button", { name: "Get my link" }).click();
  await expect(page.getByText("Please accept the terms.")).toBeVisible();
  await expect(page.getByLabel("Code in your link")).toHaveValue("lina-reads");
  await page.getByLabel("Account that your commissions go to").fill("lina@stoa.example");
  await page.getByLabel(/I have read the above/).check();
  await page.getByRole("button", { name: "Get my link" }).click();
  await expect(page.getByText(/\?ref=lina-reads$/)).toBeVisible();
  await expect(page.getByText("Nothing earned yet")).toBeVisible();
});

test("a stranger who follows it and buys makes a sale, which waits when they sit in one place", async ({ browser }) => {
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`/courses/${COURSE}?ref=lina-reads`);
  const [cookie] = (await stranger.context().cookies()).filter(({ name }) => name === "stoa_ref");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await beginToBuy(stranger, COURSE, "sent-by-lina@example.com");
  await payWith(stranger, CARDS.succeeds);
  await expect(stranger.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
  await stranger.context().close();
  // Both sit at one machine here, so a person has to look at it first.
  await page.goto("/affiliate/sales");
  await expect(page.getByRole("row", { name: /Bread/ })).toContainText("Being checked");
  await expect(page.getByText("sent-by-lina")).toHaveCount(0);
});

test("staff accept the sale, and it waits for its day", async ({ browser }) => {
  const staff = await (await browser.newContext()).newPage();
  await signInAsStaff(staff, owner?.email ?? "", SEED_PASSWORD);
  await staff.goto(`${ADMIN}/affiliates/held`);
  const sale = staff.getByRole("listitem").filter({ hasText: "lina-reads" });
  await sale.getByText("Accept the referral…").click();
  await sale.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(sale).toHaveCount(0);
  await page.goto("/affiliate");
  await expect(page.getByText("Refund window of the sale")).toBeVisible();
  await staff.context().close();
});

test("a statement comes on paper and for a spreadsheet", async () => {
  await page.goto("/affiliate/statements");
  const [csv, pdf] = ["CSV", "PDF"].map((name) => page.getByRole("link", { name: new RegExp(name) }).first());
  const fetched = await page.request.get((await csv?.getAttribute("href")) ?? "");
  expect(await fetched.text()).toContain(",commission,");
  const paper = await page.request.get((await pdf?.getAttribute("href")) ?? "");
  expect((await paper.body()).subarray(0, 5).toString()).toBe("%PDF-");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the affiliate's pages have no fault that axe finds, in ${colorScheme} colours, and fit a phone`, async () => {
    await page.emulateMedia({ colorScheme });
    for (const path of PAGES) {
      await page.setViewportSize({ width: 1280, height: 860 });
      await page.goto(path);
      expect(await faultsOf(page), path).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });
}
