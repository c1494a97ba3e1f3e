import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const PUBLIC_PAGES = [
  "/",
  "/courses",
  "/courses?q=nothing+of+the+kind",
  "/courses/double-entry-for-makers",
  "/checkout?course=double-entry-for-makers",
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/support",
  "/there-is-no-such-page",
];
/** Evaluated in the page. */
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map((found) => `${found.id}: ${found.help} (${found.nodes.map((node) => node.target).join(", ")})`);
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in ${scheme} colours`, () => {
    test.use({ colorScheme: scheme });

    for (const path of PUBLIC_PAGES) {
      test(`${path} has no fault that axe finds`, async ({ page }) => {
        await page.goto(path);
        expect(await faultsOf(page)).toEqual([]);
      });
    }
  });
}

test("a course can be bought as far as the gateway's page with the keyboard alone", async ({ page }) => {
  await page.goto("/checkout?course=double-entry-for-makers");
  await page.getByLabel("Your e-mail address").focus();
  await page.keyboard.type("keys@example.com");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/pay\//);
});

test("no page is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of PUBLIC_PAGES) {
    await page.goto(path);
    const overflow = await page.evaluate<number>(OVERFLOW);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
