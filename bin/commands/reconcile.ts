import { reconcile as compare, readRun, startReconciliation } from "@stoa/api/reconciliation/index";
import { addMs, DAY_MS } from "@stoa/kit";
import { GATEWAY_NAMES, type GatewayName } from "@stoa/payments";
import { type Command, Failed, WrongUsage } from "../command.ts";
import { withContext } from "../stack/command-context.ts";

export const reconcile: Command = {
  name: "reconcile",
  summary: "Compares the gateways' own statements with the books, and books what they kept.",
  options: {
    gateway: { type: "string", value: "NAME", help: "Only this one; all that are on unless told." },
    from: { type: "string", value: "DATE", help: "The first day, as 2026-11-20, in UTC; yesterday unless told." },
    to: { type: "string", value: "DATE", help: "The last day; the first one unless told." },
  },
  run: async ({ options: { gateway, from, to } }) => {
    const today = new Date(new Date().toISOString().slice(0, 10));
    const first = from === undefined ? addMs(today, -DAY_MS) : dayOf("from", from);
    const last = to === undefined ? first : dayOf("to", to);
    if (last < first) throw new WrongUsage("--to lies before --from.");
    const differing = await withContext(async (ctx) => {
      let sum = 0;
      for (const name of namesOf(gateway) ?? ctx.services.gateways.enabled()) {
        const { id } = await startReconciliation(ctx, { gateway: name, from: first, to: addMs(last, DAY_MS) });
        await compare(ctx, id);
        const { matched, discrepancies, foreign } = await readRun(ctx, id);
        console.log(`${name}: ${matched} agree, ${discrepancies} differ, ${foreign} not Stoa's.`);
        sum += discrepancies;
      }
      return sum;
    });
    if (differing > 0) throw new Failed(`${differing} differ. See Reconciliation in the admin app.`);
  },
};

function namesOf(gateway: unknown): GatewayName[] | null {
  if (gateway === undefined) return null;
  const known = GATEWAY_NAMES.find((name) => name === gateway);
  if (known === undefined) throw new WrongUsage(`${gateway} is no gateway; they are ${GATEWAY_NAMES.join(", ")}.`);
  return [known];
}

function dayOf(name: string, text: unknown): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(String(text)) || Number.isNaN(day.getTime())) {
    throw new WrongUsage(`--${name} takes a day, as 2026-11-20.`);
  }
  return day;
}
