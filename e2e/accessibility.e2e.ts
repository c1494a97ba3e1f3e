import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { SEED_PASSWORD } from "../packages/api/src/seed/people.ts";
import { WEB } from "./env.ts";
import { CARDS, payWith } from "./world.ts";

const PUBLIC_PAGES = [
  "/",
  "/courses",
  "/courses?q=nothing+of+the+kind",
  "/courses/double-entry-for-makers",
  "/courses/double-entry-for-makers/grant",
  "/checkout?course=double-entry-for-makers",
  "/cart",
  "/donate",
  "/impact",
  "/affiliate",
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/support",
  "/there-is-no-such-page",
];
/** What the people of the seed see who have something there. */
const MEMBERS_PAGES = {
  "noor@stoa.example": [
    "/affiliate",
    "/affiliate/links?page=/courses",
    "/affiliate/sales",
    "/affiliate/statements",
    "/account/payouts",
    "/notifications",
  ],
  "sami@stoa.example": ["/learn", "/orders", "/account"],
} as const;
/** Evaluated in the page. */
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map((found) => `${found.id}: ${found.help} (${found.nodes.map((node) => node.target).join(", ")})`);
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(SEED_PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/sign-in");
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

for (const [email, pages] of Object.entries(MEMBERS_PAGES)) {
  for (const [colorScheme, locale] of [
    ["light", "en-GB"],
    ["dark", "hi-IN"],
    ["light", "fr-FR"],
  ] as const) {
    test(`what ${email} sees in ${locale} has no fault that axe finds, and fits a phone`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, locale });
      const page = await context.newPage();
      await signIn(page, email);
      for (const path of pages) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(path);
        expect(await faultsOf(page), path).toEqual([]);
        await page.setViewportSize({ width: 360, height: 740 });
        expect(await page.evaluate<number>(OVERFLOW), path).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  }
}

test("a code is kept with the cart and taken out again with the keyboard alone", async ({ page }) => {
  await page.goto("/courses/double-entry-for-makers");
  await page.getByRole("button", { name: "Put into the cart" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("/cart");
  await page.getByText("I have a code").focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Your code").focus();
  await page.keyboard.type("no-such-code");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This code is not valid for this purchase.")).toBeVisible();
  await page.getByLabel("Your code").focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("welcome10");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The code WELCOME10 is in the price.")).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole("link", { name: "Go to checkout" }).click();
  await page.waitForURL(/\/checkout/);
  await expect(page.getByText("The code WELCOME10 is in the price.")).toBeVisible();
  await page.getByRole("button", { name: "Take it out" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("I have a code")).toBeVisible();
  await page.goto("/cart");
  await expect(page.getByText("WELCOME10")).toHaveCount(0);
});

test("a course is bought and given back with the keyboard alone, and its page has no fault in any language", async ({
  page,
}) => {
  await page.goto("/checkout?course=double-entry-for-makers");
  await page.getByLabel("Your e-mail address").focus();
  await page.keyboard.type("keys@example.com");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/pay\//);
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
  const order = `/orders/${new URL(page.url()).searchParams.get("order")}`;
  for (const [locale, back] of [
    ["fr", /^Rendre et recevoir 49,00/],
    ["hi", /49\.00 पाएँ$/],
    ["en", "Give back and get €49.00"],
  ] as const) {
    await page.context().addCookies([{ name: "stoa_locale", value: locale, url: WEB }]);
    await page.goto(`${order}/return`);
    await expect(page.getByRole("button", { name: back })).toBeVisible();
    expect(await faultsOf(page), locale).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate<number>(OVERFLOW), locale).toBeLessThanOrEqual(0);
  }
  await page.getByRole("button", { name: /^Give back and get/ }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${order}`);
  await expect.poll(async () => (await page.reload()) && page.getByText("Refunded").first().isVisible()).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
});

test("no page is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of PUBLIC_PAGES) {
    await page.goto(path);
    const overflow = await page.evaluate<number>(OVERFLOW);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
