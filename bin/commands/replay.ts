import { replayEvent } from "@stoa/api/payments/inbox";
import { listDead, replayDead } from "@stoa/jobs";
import { PAGE_LIMIT_MAX } from "@stoa/kit";
import { GATEWAY_NAMES, type GatewayName } from "@stoa/payments";
import { type Command, WrongUsage } from "../command.ts";
import { withContext } from "../stack/command-context.ts";

export const replay: Command = {
  name: "replay",
  summary: "Works a payment event again, or with --dead every job that was given up.",
  usage: "[GATEWAY EVENT_ID]",
  maxArguments: 2,
  options: { dead: { type: "boolean", help: "Every message among the dead letters." } },
  run: async ({ arguments: [gateway, eventId], options }) => {
    if (options.dead === true) return replayAllDead();
    if (gateway === undefined || eventId === undefined) {
      throw new WrongUsage("stoa replay needs a gateway and an event's id, or --dead.");
    }
    if (!isGateway(gateway)) throw new WrongUsage(`${gateway} is no gateway; they are ${GATEWAY_NAMES.join(", ")}.`);
    await withContext((ctx) => replayEvent(ctx, { gateway, eventId }));
    console.log(`Queued ${gateway} ${eventId}. The worker handles it; its effect stays unique.`);
  },
};

async function replayAllDead(): Promise<void> {
  const replayed = await withContext(async (ctx) => {
    let count = 0;
    for (;;) {
      const { items } = await listDead(ctx, { limit: PAGE_LIMIT_MAX });
      if (items.length === 0) return count;
      for (const message of items) await replayDead(ctx, message.id);
      count += items.length;
    }
  });
  console.log(`${replayed} queued again.`);
}

function isGateway(name: string): name is GatewayName {
  return GATEWAY_NAMES.some((gateway) => gateway === name);
}
