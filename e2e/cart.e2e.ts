import { expect, type Page, test } from "@playwright/test";
import { CARDS, payWith } from "./world.ts";

/** Two are priced in euro, one in dollars. */
const [BREAD, SKY, SOUND] = ["bread-in-four-ingredients", "reading-the-night-sky", "sound-in-small-rooms"] as const;

async function putIn(page: Page, course: string): Promise<void> {
  await page.goto(`/courses/${course}`);
  await page.getByRole("button", { name: "Put into the cart" }).click();
  await page.waitForURL("/cart");
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in?next=/cart");
  await page.getByLabel("E-mail").fill("lina@stoa.example");
  await page.getByLabel("Password").fill("columns-and-shade");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/cart");
}

const rows = (page: Page) => page.getByRole("main").getByRole("listitem");

test("a visitor's cart comes along at sign-in, and two courses are paid at once", async ({ page }) => {
  await putIn(page, BREAD);
  await putIn(page, SOUND);
  await expect(page.getByText("more than one currency")).toBeVisible();
  await page.getByRole("button", { name: /^Take out.*Sound/ }).click();
  await expect(rows(page)).toHaveCount(1);

  await signIn(page);
  await expect(rows(page)).toHaveCount(1);
  await putIn(page, SKY);
  await expect(page.getByRole("link", { name: "Cart, 2 courses" })).toBeVisible();

  await page.getByRole("link", { name: "Go to checkout" }).click();
  await page.getByRole("button", { name: "Go to payment" }).click();
  await page.waitForURL(/\/pay\//);
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
  await expect
    .poll(async () => {
      await page.goto("/cart");
      return page.getByText("Nothing in it yet.").isVisible();
    })
    .toBe(true);
  await page.goto("/learn");
  await expect(page.getByRole("link", { name: /Begin|Go on/ })).not.toHaveCount(0);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a cart is filled, looked at, emptied and led to the checkout", async ({ page }) => {
    await putIn(page, BREAD);
    await putIn(page, SKY);
    await page.getByRole("button", { name: /^Take out.*Reading/ }).click();
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole("link", { name: "Go to checkout" }).click();
    await expect(page.getByRole("row", { name: /Bread/ })).toBeVisible();
  });
});

test("a cart leaves the head of the page as narrow as the narrowest phone, in each language", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await putIn(page, BREAD);
  for (const [language, name] of [
    ["hi", "हिन्दी"],
    ["fr", "Français"],
    ["en", "English"],
  ] as const) {
    await page.getByRole("button", { name }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(tooWide).toBe(false);
  }
});
