import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
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

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const hand = await phone.newPage();
  await hand.goto(new URL(`/courses/${COURSE}`, page.url()).href);
  await picture(hand, "course-on-a-phone");
  await phone.close();
  await staffPictures(page, email);
});

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
  ];
  for (const room of rooms) {
    await page.goto(`${ADMIN}/${room}`);
    await picture(page, `staff-${room}`);
  }
  const order = (await sandboxBooks()).payments.find((payment) => payment.orderId)?.orderId ?? "";
  await page.goto(`${ADMIN}/orders/${order}`);
  await expect(page.getByText(buyer).first()).toBeVisible();
  await picture(page, "staff-order");
}
