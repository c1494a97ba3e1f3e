import { setTimeout as sleep } from "node:timers/promises";
import type { RunningSandbox } from "../testing/start-sandbox.ts";

const PAID_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

interface Shop {
  url: string;
  sandbox: RunningSandbox;
  cookie: string;
}

/** Buys a course as whoever the cookie names and waits until it is theirs, so that there is something to be stolen. */
export async function buyCourse({ url, sandbox, cookie }: Shop): Promise<string> {
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      ...init,
      headers: { cookie, "Content-Type": "application/json", "Idempotency-Key": "scan-buys-one" },
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const { items } = (await call("/courses?limit=1")) as { items: { id: string }[] };
  const body = JSON.stringify({ lines: [{ kind: "course", id: items[0]?.id }] });
  const orderId = String((await call("/checkouts", { method: "POST", body })).orderId);
  await sandbox.control("POST", "pay", { reference: orderId, outcome: "succeeded" });
  for (const until = performance.now() + PAID_WITHIN_MS; performance.now() < until; await sleep(LOOK_EVERY_MS)) {
    if ((await call(`/orders/${orderId}`)).status === "paid") return orderId;
  }
  throw new Error(`${orderId} was paid at the gateway and is not paid here`);
}
