import type { Context } from "hono";
import { z } from "zod";
import { emptyBooks } from "../books/open-books.ts";
import { faultSchema } from "../faults/faults.ts";
import type { Deps, Part, SandboxApp } from "../part.ts";
import { type Cashier, CashierRefused, DISPUTE_STEPS, PAY_OUTCOMES, PAYOUT_OUTCOMES } from "./cashier.ts";
import { BadControlInput, controlBody } from "./control-body.ts";
import { readState } from "./state.ts";

const reference = z.string().min(1).max(255);
const amount = z.int().positive().optional();

const paySchema = z.strictObject({ reference, outcome: z.enum(PAY_OUTCOMES) });
const refundSchema = z.strictObject({ reference, amount });
const disputeSchema = z.strictObject({ reference, amount, outcome: z.enum(DISPUTE_STEPS).default("opened") });
const payoutSchema = z.strictObject({ reference, outcome: z.enum(PAYOUT_OUTCOMES) });
const replaySchema = z.strictObject({ reference });

/** The levers of a test: play the buyer, the gateway's dashboard and bad luck; read the sandbox's books. */
export function controlRoutes(app: SandboxApp, deps: Deps, parts: readonly Part[]): void {
  const cashiers = parts.flatMap((part) => part.cashier?.(deps) ?? []);

  app.post("/control/pay", async (context) => {
    const input = await controlBody(context, paySchema);
    const cashier = await cashierFor(cashiers, input.reference);
    return context.json(await cashier.pay(input.reference, input.outcome));
  });
  app.post("/control/refund", async (context) => {
    const input = await controlBody(context, refundSchema);
    const cashier = await cashierFor(cashiers, input.reference);
    return context.json(await cashier.refund(input.reference, input.amount));
  });
  app.post("/control/dispute", async (context) => {
    const input = await controlBody(context, disputeSchema);
    const cashier = await cashierFor(cashiers, input.reference);
    return context.json(await cashier.dispute(input.reference, input.outcome, input.amount));
  });
  app.post("/control/payout", async (context) => {
    const input = await controlBody(context, payoutSchema);
    const cashier = await cashierFor(cashiers, input.reference);
    return context.json(await cashier.payout(input.reference, input.outcome));
  });
  app.post("/control/replay", async (context) => {
    const input = await controlBody(context, replaySchema);
    const cashier = await cashierFor(cashiers, input.reference);
    return context.json({ events: await cashier.replay(input.reference) });
  });
  app.post("/control/faults", async (context) => {
    await deps.faults.switchOn(await controlBody(context, faultSchema));
    return context.json({ faults: deps.faults.list() });
  });
  app.delete("/control/faults", async (context) => {
    await deps.faults.switchAllOff();
    return context.json({ faults: deps.faults.list() });
  });
  app.get("/control/state", async (context) =>
    context.json({ ...(await readState(parts, deps)), faults: deps.faults.list() }),
  );
  app.post("/control/reset", async (context) => {
    await deps.faults.switchAllOff();
    await emptyBooks(
      deps.books,
      parts.map((part) => part.name),
    );
    return context.json({ reset: true });
  });
}

class UnknownReference extends Error {
  constructor(reference: string) {
    super(`No gateway of the sandbox knows ${reference}.`);
  }
}

/** Maps what the control end points throw; null leaves the error to the caller. */
export function controlError(error: Error, context: Context): Response | null {
  if (error instanceof BadControlInput) {
    return context.json({ error: { code: "bad_input", field: error.field, message: error.message } }, 400);
  }
  if (error instanceof UnknownReference) {
    return context.json({ error: { code: "unknown_reference", field: "reference", message: error.message } }, 404);
  }
  if (error instanceof CashierRefused) {
    return context.json({ error: { code: "refused", message: error.message } }, 409);
  }
  return null;
}

async function cashierFor(cashiers: readonly Cashier[], wanted: string): Promise<Cashier> {
  for (const cashier of cashiers) {
    if (await cashier.knows(wanted)) return cashier;
  }
  throw new UnknownReference(wanted);
}
