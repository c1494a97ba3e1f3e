import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { SEED_PASSWORD, SEED_PEOPLE } from "../packages/api/src/seed/people.ts";
import { ADMIN } from "./env.ts";
import { beginToBuy, CARDS, payWith, signInAsStaff } from "./world.ts";

const owner = SEED_PEOPLE.find((person) => person.roles.includes("owner"));
const learner = SEED_PEOPLE.find((person) => person.roles.includes("learner"));
const COURSE = "Double entry for makers";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ROOMS = ["/", "/reviews", "/orders", "/inbox", "/ledger", "/ledger/entries", "/ledger/invariants"].concat([
  "/courses",
  "/courses/new",
  "/lms",
  "/users",
  "/mails",
  "/queues",
  "/audit",
  "/settings",
  "/access",
  "/grants",
  "/grants?state=approved",
  "/grants/funds",
  "/coupons",
]);

test.describe.configure({ mode: "serial" });

/** One sign-in for all: a code of the second factor works once. */
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await beginToBuy(page, "double-entry-for-makers", "rooms@example.com");
  await payWith(page, CARDS.succeeds);
  await expect(page.getByRole("heading", { name: "Paid. It is yours." })).toBeVisible();
  await signInAsStaff(page, owner?.email ?? "", SEED_PASSWORD);
});
test.afterAll(() => page.context().close());

/** Follows the first row of a list, as the keyboard does: j, Enter. */
async function openFirstRow(): Promise<void> {
  const first = page.locator("tbody tr").first().getByRole("link").first();
  const target = await first.getAttribute("href");
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${ADMIN}${target}`);
}

test("an order is found by its buyer's address, and shows everything that happened to it", async () => {
  await page.goto(`${ADMIN}/orders`);
  await page.getByLabel("Find").fill("rooms@example.com");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await openFirstRow();
  for (const step of ["orders.place", "checkout.session.completed", "payment_settled", "order-receipt"])
    await expect(page.getByText(step).first()).toBeVisible();
});

test("an event is replayed, and what was done is not done twice", async () => {
  await page.goto(`${ADMIN}/inbox`);
  await page.getByRole("link", { name: "checkout.session.completed" }).first().click();
  await expect(page.getByText("The body as it arrived")).toBeVisible();
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByText("Queued again").first()).toBeVisible();
  await page.goto(`${ADMIN}/ledger/invariants`);
  await expect(page.getByText("All hold.")).toBeVisible();
});

test("a course is edited; a refusal stands beside its field and loses nothing", async () => {
  await page.goto(`${ADMIN}/courses`);
  await page.getByRole("link", { name: COURSE }).click();
  const summary = page.getByLabel("Summary");
  await summary.fill("Too short");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(summary).toHaveAttribute("aria-invalid", "true");
  await expect(summary).toHaveValue("Too short");
  await summary.fill("Debits, credits, and why a book that balances is a kind of proof.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
});

test("what a colleague saved in between is not overwritten unasked", async () => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByLabel("Language").fill("en");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Saved.").first()).toBeVisible();
  await other.close();
  await page.getByLabel("Category").fill("craft");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody else changed this course").first()).toBeVisible();
  await expect(page.getByLabel("Category")).toHaveValue("craft");
  await page.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
});

test("lessons change places by keyboard, and a lesson shows beside its text how it will be read", async () => {
  const lessons = page.locator("article ol").first().getByRole("link");
  const [first = "", second = ""] = await lessons.allTextContents();
  await page.getByRole("button", { name: `Move ${second} up` }).focus();
  // The page shows the new order before the server has it; a reload in between would cut the request off.
  const moved = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.ok());
  await page.keyboard.press("Enter");
  await expect(lessons.first()).toHaveText(second);
  await moved;
  await page.reload();
  await expect(lessons.first()).toHaveText(second);
  await page.getByRole("link", { name: first, exact: true }).click();
  await page
    .getByLabel("Text", { exact: true })
    .fill("<p>A <strong>strong</strong> word.</p><script>alert(1)</script>");
  await expect(page.getByLabel("As learners read it").locator("strong")).toHaveText("strong");
  await page.getByRole("button", { name: "Save the lesson" }).click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Text", { exact: true })).toHaveValue("<p>A <strong>strong</strong> word.</p>");
});

test("every room is reached by Ctrl K and its name", async () => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search" }).fill("who changed");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${ADMIN}/audit`);
  await expect(page.getByRole("link", { name: "courses.update" }).first()).toBeVisible();
});

test("no room, and no record in it, has a fault that axe finds, by day and by night", async () => {
  test.slow();
  const records: string[] = [];
  for (const room of ["/orders", "/inbox", "/ledger", "/ledger/entries", "/courses", "/users"]) {
    await page.goto(`${ADMIN}${room}`);
    records.push((await page.locator("tbody tr a").first().getAttribute("href")) ?? room);
  }
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of [...ROOMS, ...records]) {
      await page.goto(`${ADMIN}${path}`);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(
        violations.map((found) => `${found.id}: ${found.help}`),
        `${path} in ${colorScheme}`,
      ).toEqual([]);
    }
  }
});

test("a record that is not there is not found, and says so to machines as well", async () => {
  const answer = await page.goto(`${ADMIN}/users/usr_nobody`);
  expect(answer?.status()).toBe(404);
});

test("somebody who does not work here is told so, and sees no room", async ({ browser }) => {
  const stranger = await browser.newPage();
  await stranger.goto(`${ADMIN}/sign-in`);
  await stranger.getByLabel("E-mail").fill(learner?.email ?? "");
  await stranger.getByLabel("Password").fill(SEED_PASSWORD);
  await stranger.getByRole("button", { name: "Go on" }).click();
  await expect(stranger.getByRole("heading", { name: "These rooms are for staff" })).toBeVisible();
  const answer = await stranger.goto(`${ADMIN}/orders`);
  expect(answer?.status()).toBe(403);
  await stranger.close();
});
