import { addMs, DAY_MS, MINUTE_MS } from "@stoa/kit";
import type { GatewayFact } from "@stoa/payments";
import type { SimulatedDomain } from "../domains.ts";
import { keepFee } from "../model/fees.ts";
import { SIMULATION_START } from "../rig/virtual-clock.ts";
import { codeOf, type Simulation, UNFORESEEN } from "../simulation.ts";
import type { Done, Effect } from "../step.ts";
import type { GatewayBooks } from "../world/gateway-books.ts";
import type { ScriptedGateway } from "../world/scripted-gateway.ts";
import { asStaff } from "./as-staff.ts";
import { effectOfEvent } from "./hearing.ts";

/** What is newer may still be on its way, and more is not listed at once. */
const WINDOW = { notAfterMs: 15 * MINUTE_MS, longestMs: 31 * DAY_MS };

/** Gateways' lists against the books. To compare changes nothing; to take over what is missing is as if its event had come. */
export const RECONCILIATION: SimulatedDomain = {
  steps: [
    {
      name: "compare with a gateway",
      weight: 0.5,
      run: (simulation) => compare(simulation, simulation.chance.pick(simulation.gateways)),
    },
    { name: "take over a finding", weight: 1, run: takeOver },
  ],
  meeting: { "take over a finding": 1 },
  schedules: ["reconciliation.start_daily"],
  jobs: { "reconciliation.reconcile": keptFees },
  atRest: compareAll,
  lastWord: takeOver,
  picture: `
    select concat_ws(' ', 'fee of', p.gateway_payment_id, f.amount_minor, f.currency)
      from gateway_fees f join payments p on p.id = f.payment_id`,
  unsettled: `
    select concat_ws(' ', 'still differs:', gateway, subject, gateway_ref, kind) from reconciliation_findings where status = 'open'
    union all
    select concat_ws(' ', 'comparison has not ended:', gateway, last_error) from reconciliations where status <> 'finished'`,
};

/** What the gateway said that it kept, in its list or of one that it was asked for, is booked, all at once. */
function keptFees({ heard }: Simulation): Effect[] {
  const told = heard.flatMap((one) => {
    if (one.call === "listPayments") return one.found;
    return one.call === "retrievePayment" ? [one.found] : [];
  });
  return [
    (shop) => {
      for (const { paymentId, status, fee } of told) if (status === "succeeded" && fee) keepFee(shop, paymentId, fee);
    },
  ];
}

/** Whatever the shop has seen, as much at a time as can be compared at once. */
async function compareAll(simulation: Simulation): Promise<void> {
  const until = addMs(simulation.clock.now(), -WINDOW.notAfterMs);
  for (const gateway of simulation.gateways) {
    for (let to = until; to > SIMULATION_START; to = addMs(to, -WINDOW.longestMs)) {
      await compare(simulation, gateway, to);
    }
  }
}

async function compare(
  simulation: Simulation,
  { name: gateway }: ScriptedGateway,
  to = addMs(simulation.clock.now(), -WINDOW.notAfterMs),
): Promise<Done> {
  const from = addMs(to, -WINDOW.longestMs);
  return asStaff(
    simulation,
    `what ${gateway} lists is compared with the books`,
    () => simulation.staff().reconciliation.start({ gateway, from, to }),
    () => {},
  );
}

/** A gateway that does not answer may have answered as far as was needed. */
async function takeOver(simulation: Simulation): Promise<Done | null> {
  const { chance, database, gate, gateways } = simulation;
  const open = await database.sql<{ id: string; gateway: string; ref: string }[]>`
    select id, gateway, gateway_ref as ref from reconciliation_findings where status = 'open' order by id`;
  const finding = chance.pickOrNull(open);
  const gateway = gateways.find(({ name }) => name === finding?.gateway);
  const fact = gateway && factOf(gateway.books, finding?.ref ?? "");
  if (finding === null || !gateway || !fact) return null;
  const refused = await simulation
    .staff()
    .reconciliation.takeOver({ id: finding.id })
    .then(() => null)
    .catch((error: unknown) => codeOf(error));
  const told = `${finding.ref} is taken over${refused === null ? "" : `: ${refused}`}`;
  const effects = [effectOfEvent(simulation, gateway.name, fact, true)];
  if (gate.dead) return { told: `${told} and the process dies`, effects, partial: true };
  if (refused?.startsWith(UNFORESEEN) && !/Gateway/.test(refused)) return { told, effects: [], wrong: refused };
  return { told, effects, partial: refused !== null };
}

/** What a gateway has now under a name. */
function factOf({ payments, refunds, disputes }: GatewayBooks, ref: string): GatewayFact | null {
  const [payment, refund, dispute] = [payments.get(ref), refunds.get(ref), disputes.get(ref)];
  if (dispute) return { kind: "dispute_changed", dispute };
  if (refund) return { kind: "refund_changed", refund };
  return payment?.status === "succeeded" ? { kind: "payment_succeeded", checkoutId: null, payment } : null;
}
