import { expect, type Page } from "@playwright/test";
import { ADMIN, SANDBOX } from "./env.ts";

/** What a buyer types on the gateway's page. */
export const CARDS = {
  succeeds: "4242424242424242",
  asksTheBank: "4000002760003184",
  isDeclined: "4000000000000002",
} as const;

interface SandboxBooks {
  payments: { orderId: string | null; status: string; amount: number }[];
  lms: { enrolments: { member: string; course: string }[] };
  mails: { to: string; subject: string; text: string; links: string[] }[];
}

/** The outside world's own books: what the gateway, the LMS and the mail server saw. */
export async function sandboxBooks(): Promise<SandboxBooks> {
  const answer = await fetch(`${SANDBOX}/control/state`);
  expect(answer.ok).toBe(true);
  return (await answer.json()) as SandboxBooks;
}

/** Waits for a mail to somebody and gives its link whose path begins so. */
export async function linkInMail(to: string, path: string): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const { mails } = await sandboxBooks();
      link = mails
        .filter((mail) => JSON.stringify(mail.to).includes(to))
        .flatMap((mail) => mail.links)
        .find((each) => new URL(each).pathname.startsWith(path));
      return link;
    })
    .toBeDefined();
  return link ?? "";
}

/** From a course's page to the gateway's, as somebody without an account. */
export async function beginToBuy(page: Page, course: string, email: string): Promise<void> {
  await page.goto(`/courses/${course}`);
  await page.getByRole("link", { name: "Buy the course" }).click();
  await page.getByLabel("Your e-mail address").fill(email);
  await page.getByRole("button", { name: "Go to payment" }).click();
  await page.waitForURL(/\/pay\//);
}

/** Pays on the gateway's page with a card. */
export async function payWith(page: Page, card: string): Promise<void> {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel(/Expir/).fill("12 / 40");
  await page.getByLabel(/security code|CVC/i).fill("123");
  await page.getByRole("button", { name: /^Pay [^b]/ }).click();
}

/** Signs a member of staff of the seed in, with the code that the sandbox's authenticator shows. */
export async function signInAsStaff(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${ADMIN}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByLabel("Code").fill(await freshCode(email));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${ADMIN}/`);
}

/** A code works once, so a second sign-in within half a minute waits for the next. */
const usedCodes = new Set<string>();

async function freshCode(email: string): Promise<string> {
  let code = "";
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${SANDBOX}/control/authenticator?account=${encodeURIComponent(email)}`);
        const { codes } = (await answer.json()) as { codes: { code: string }[] };
        code = codes[0]?.code ?? "";
        return code !== "" && !usedCodes.has(code);
      },
      { timeout: 40_000 },
    )
    .toBe(true);
  usedCodes.add(code);
  return code;
}
