import { fileURLToPath } from "node:url";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { SEED_PASSWORD } from "../packages/api/src/seed/people.ts";
import { ADMIN, SANDBOX } from "./env.ts";
import { beginToBuy, CARDS, linkInMail, payWith, sandboxBooks, signInAsStaff } from "./world.ts";

const FOLDER = fileURLToPath(new URL("../docs/tour/", import.meta.url));
const COURSE = "double-entry-for-makers";

/** One picture of what is in sight, small enough to keep in the repository. */
async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: `${FOLDER}${name}.jpg`, type: "jpeg", quality: 80 });
}

test("the pictures of the tour", async ({ page, browser }) => {
  const email = "stella@example.com";
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto("/");
  await picture(page, "home");
  await page.goto("/courses");
  await picture(page, "catalogue");
  await page.goto(`/courses/${COURSE}`);
  await picture(page, "course");
  await picturesOfCart(page);
  await page.goto(`/checkout?course=${COURSE}`);
  await picture(page, "checkout");
  await beginToBuy(page, COURSE, email);
  await picture(page, "payment-page");
  await payWith(page, CARDS.asksTheBank);
  await page.getByRole("button", { name: "Complete authentication" }).click();
  await expect(page.getByRole("link", { name: "Open in the learning platform" })).toBeVisible();
  await picture(page, "success");
  await page.goto(`${SANDBOX}/mail`);
  await picture(page, "mailbox");

  await page.goto(await linkInMail(email, "/claim"));
  await picture(page, "claim");
  await page.getByLabel("Name").fill("Stella Stranger");
  await page.getByLabel("Password").fill("olives under the roof");
  await page.getByRole("button", { name: "Open my course" }).click();
  await page.waitForURL(/\/learn/);
  await page.goto("/learn");
  await picture(page, "my-learning");
  await page.getByRole("link", { name: /Begin|Go on reading/ }).click();
  await picture(page, "lesson");
  await page.goto("/account");
  await picture(page, "account");
  await page.goto("/orders");
  await picture(page, "orders");
  for (const around of ["donate", "impact", "affiliate"]) {
    await page.goto(`/${around}`);
    await picture(page, around);
  }

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const hand = await phone.newPage();
  await hand.goto(new URL(`/courses/${COURSE}`, page.url()).href);
  await picture(hand, "course-on-a-phone");
  await phone.close();
  await anotherBuyerDisputes(browser);
  await staffPictures(page, email);
});

/** A payment that its bank takes back, so that the staff's rooms have something to decide. */
async function anotherBuyerDisputes(browser: Browser): Promise<void> {
  const page = await (await browser.newContext()).newPage();
  await beginToBuy(page, "bread-in-four-ingredients", "ravi@example.com");
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
  const reference = new URL(page.url()).searchParams.get("order") ?? "";
  const answer = await fetch(`${SANDBOX}/control/dispute`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ reference }),
  });
  expect(answer.ok).toBe(true);
  await page.context().close();
}

async function picturesOfCart(page: Page): Promise<void> {
  for (const course of [COURSE, "bread-in-four-ingredients"]) {
    await page.goto(`/courses/${course}`);
    await page.getByRole("button", { name: "Put into the cart" }).click();
    await page.waitForURL("/cart");
  }
  await picture(page, "cart");
}

async function staffPictures(page: Page, buyer: string): Promise<void> {
  await page.goto(`${ADMIN}/sign-in`);
  await picture(page, "staff-sign-in");
  await page.goto(`${SANDBOX}/authenticator`);
  await picture(page, "authenticator");
  await signInAsStaff(page, "olga@stoa.example", SEED_PASSWORD);
  await picture(page, "overview");
  const rooms = [
    "orders",
    "inbox",
    "ledger",
    "courses",
    "lms",
    "users",
    "mails",
    "queues",
    "audit",
    "settings",
    "access",
    "reviews",
    "coupons",
    "coupons/import",
    "affiliates",
    "grants",
    "grants/funds",
    "payouts",
    "disputes",
    "reconciliation",
    "webhooks",
    "flags",
  ];
  for (const room of rooms) {
    await page.goto(`${ADMIN}/${room}`);
    await picture(page, `staff-${room.replace("/", "-")}`);
  }
  const order = (await sandboxBooks()).payments.find((payment) => payment.orderId)?.orderId ?? "";
  await page.goto(`${ADMIN}/orders/${order}`);
  await expect(page.getByText(buyer).first()).toBeVisible();
  await picture(page, "staff-order");
  await page.goto(`${ADMIN}/orders/${order}/refund`);
  await page.getByRole("button", { name: "Show what follows" }).click();
  await expect(page.getByText("The buyer gets")).toBeVisible();
  await picture(page, "staff-refund");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill(buyer.slice(0, 4));
  await expect(page.getByRole("group", { name: "Orders" })).toBeVisible();
  await picture(page, "staff-search");
}
