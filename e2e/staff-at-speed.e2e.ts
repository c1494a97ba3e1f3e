import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN } from "./env.ts";
import { signInAsStaff } from "./world.ts";

const admin = SEED_PEOPLE.find((person) => person.roles.includes("admin"));
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ROOMS = [
  "/coupons/import",
  "/affiliates",
  "/affiliates/programme",
  "/payouts",
  "/disputes",
  "/reconciliation/runs",
];
const FILE = ["code,label,discount,percent,scope", "QUICK-1,Quick,percentage,10,all_courses"].join("\n");

test.describe.configure({ mode: "serial" });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signInAsStaff(page, admin?.email ?? "", SEED_PASSWORD);
});
test.afterAll(() => page.context().close());

const palette = () => page.getByRole("combobox", { name: "Search" });

test("an order is found by half its buyer's address, by keyboard alone, and what is chosen is said", async () => {
  await page.keyboard.press("Control+k");
  await expect(palette()).toBeFocused();
  await page.keyboard.type("ines@ex");
  const order = page.getByRole("group", { name: "Orders" }).getByRole("option").first();
  await expect(order).toContainText("ines@example.com · €49.00 · paid");
  await expect(order).toHaveAttribute("aria-selected", "true");
  expect(await palette().getAttribute("aria-activedescendant")).toBe(await order.getAttribute("id"));
  await expect(page.getByRole("dialog").getByRole("status")).toHaveText("1 to choose from");
  const { violations } = await new AxeBuilder({ page }).include("[role=dialog]").withTags(RULES).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/orders\/ord_/);
});

test("what nobody is called, and what goes by another's words, is never shown", async () => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzzz-nobody");
  await expect(page.getByText("Nothing is called so, or you may not see it.")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("import coupons");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${ADMIN}/coupons/import`);
});

test("a file of coupons shows its faults by line, then what it makes, and makes it", async () => {
  await page.getByLabel("What it says").fill(`${FILE}\nQUICK-2,Quick,percentage,ten,all_courses`);
  await page.getByRole("button", { name: "Look what it would make" }).click();
  await expect(page.getByRole("row", { name: "3 percent This is not a number." })).toBeVisible();
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "coupons.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`${FILE}\nQUICK-2,Quick,percentage,20,all_courses`),
  });
  await page.getByRole("button", { name: "Look what it would make" }).click();
  await expect(page.getByRole("row", { name: /QUICK-2/ })).toContainText("20%");
  await page.getByRole("button", { name: "Make 2 coupons" }).click();
  await expect(page.getByText("2 coupons made; they stand on top of the list.")).toBeVisible();
});

test("many are ended at once, and each is told of", async () => {
  await page.goto(`${ADMIN}/coupons?q=QUICK`);
  await page.getByLabel("All on this page").check();
  await expect(page.getByText("2 of 2 chosen")).toBeVisible();
  const many = page.locator("form#chosen-coupons");
  await many.getByText("End…").click();
  await many.getByRole("button", { name: "End them" }).click();
  await expect(many.getByText("2 done.")).toBeVisible();
  await expect(page.locator("tbody").getByText("ended")).toHaveCount(2);
});

test("the list leaves as a file with the filters of its screen", async () => {
  await page.goto(`${ADMIN}/orders?q=ines@example.com`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^stoa-orders-.*\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text).toContain("ines@example.com");
  expect(text).not.toContain("kofi@example.com");
});

test("the rooms around the sale have no fault that axe finds", async () => {
  for (const room of ROOMS) {
    await page.goto(`${ADMIN}${room}`);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    expect(
      violations.map((found) => `${found.id}: ${found.help}`),
      room,
    ).toEqual([]);
  }
});
