import { receiveWebhook } from "@stoa/api/payments/receive-webhook";
import type { Simulation } from "../simulation.ts";
import { type Done, outside, type StepKind } from "../step.ts";
import type { GatewayEvent } from "../world/gateway-log.ts";
import type { ScriptedGateway } from "../world/scripted-gateway.ts";
import { pickAt } from "./pick-at.ts";

/** What becomes of the gateways' messages: each is late, lost, repeated or early. */
export const MESSAGE_STEPS: readonly StepKind[] = [
  { name: "deliver", weight: 16, run: deliverOne },
  { name: "lose a message", weight: 2, run: loseOne },
  { name: "repeat a message", weight: 3, run: repeatOne },
];

async function deliverOne(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) => books.events.filter((event) => event.underway > 0));
  if (!at) return null;
  at.thing.underway -= 1;
  return deliver(simulation, at.gateway, at.thing);
}

/** It never arrives. The gateway lists it as undelivered. */
async function loseOne(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) => books.events.filter((event) => event.underway > 0));
  if (!at) return null;
  at.thing.underway -= 1;
  return outside(`${at.thing.id} (${at.thing.type}) is lost`);
}

/** Late, early, or again: any message may come any number of times. */
async function repeatOne(simulation: Simulation): Promise<Done | null> {
  const at = pickAt(simulation, ({ books }) => books.events);
  return at && deliver(simulation, at.gateway, at.thing);
}

/** Through the real inbox, signed. Storing a message has no effect on the shop yet. */
export async function deliver(simulation: Simulation, gateway: ScriptedGateway, event: GatewayEvent): Promise<Done> {
  const { name } = gateway;
  const ctx = { ...simulation.context("webhook"), actor: { kind: "webhook", id: name } as const };
  const told = `${event.id} (${event.type} of ${aboutOf(event)}) arrives`;
  try {
    const received = await receiveWebhook(ctx, { gateway: name, ...gateway.webhookOf(event) });
    event.delivered ||= !simulation.chance.happens(simulation.faults.gateway.rates.answerLost);
    return {
      told: `${told}: ${received}`,
      effects: [],
      ...(received === "conflicting" ? { wrong: "taken for another message" } : {}),
    };
  } catch (error) {
    if (!simulation.gate.dead) throw error;
    return { told: `${told} and the process dies`, effects: [], partial: true };
  }
}

function aboutOf({ fact }: GatewayEvent): string {
  switch (fact.kind) {
    case "checkout_approved":
    case "checkout_expired":
      return fact.orderId ?? fact.checkoutId;
    case "refund_changed":
      return `${fact.refund.refundId} ${fact.refund.status}`;
    case "dispute_changed":
      return `${fact.dispute.disputeId} ${fact.dispute.status}`;
    case "payout_changed":
      return `${fact.payout.payoutId} ${fact.payout.status}`;
    case "not_relevant":
      return fact.type;
    default:
      return `${fact.payment.orderId}`;
  }
}
