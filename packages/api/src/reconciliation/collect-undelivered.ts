import { addMs, HOUR_MS, MINUTE_MS } from "@stoa/kit";
import type { Gateway } from "@stoa/payments";
import { storeEvent } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";

const LOOK_BACK_MS = HOUR_MS;
/** What is newer may still be on its way. */
const SETTLED_MS = 5 * MINUTE_MS;
const PAGES_MAX = 10;

/** Fetches the events that a gateway could not deliver and puts them in the inbox, as if they had come. */
export async function collectUndelivered(ctx: Context): Promise<number> {
  let stored = 0;
  for (const name of ctx.services.gateways.enabled()) {
    stored += await collectFrom(ctx, ctx.services.gateways.get(name));
  }
  return stored;
}

async function collectFrom(ctx: Context, gateway: Gateway): Promise<number> {
  const now = ctx.clock.now();
  const window = { from: addMs(now, -LOOK_BACK_MS), to: addMs(now, -SETTLED_MS) };
  let cursor: string | null = null;
  let stored = 0;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page: Awaited<ReturnType<Gateway["listUndelivered"]>> = await gateway.listUndelivered(
      { ...window, ...(cursor === null ? {} : { cursor }) },
      { correlationId: ctx.correlationId },
    );
    for (const event of page.items) {
      const received = await storeEvent(ctx, event, Buffer.from(JSON.stringify(event.payload)));
      if (received === "new") stored += 1;
    }
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return stored;
}
