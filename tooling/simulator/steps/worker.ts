import { jobs } from "@stoa/api/jobs";
import { type Run, runMessage } from "@stoa/jobs/run-message";
import { registerSchedules, startDueSchedules } from "@stoa/jobs/schedule";
import { sql } from "drizzle-orm";
import { DOMAINS } from "../domains.ts";
import { join } from "../model/sale.ts";
import type { Simulation } from "../simulation.ts";
import type { Done, Effect, StepKind } from "../step.ts";
import { effectOfEvent, effectsOfLookUps, effectsOfRefund } from "./hearing.ts";
import { effectsOfWatch } from "./watch.ts";

/** What the worker does: one due message, whichever the queue hands out first; and the schedules. */
export const WORKER_STEPS: readonly StepKind[] = [
  { name: "run a job", weight: 40, run: runAny },
  {
    name: "start schedules",
    weight: 6,
    run: (simulation) =>
      startSchedules(
        simulation,
        SCHEDULED.filter(() => simulation.chance.happens(0.4)),
      ),
  },
];

const byName = new Map(jobs.map((job) => [job.name, job]));

/** Those that money waits for, and what stands beside them; the others have tests of their own. */
const SCHEDULED = [
  "reconciliation.watch_checkouts",
  "reconciliation.collect_undelivered",
  "payments.sweep_inbox",
  "checkout.sweep_refunds",
  "lms.probe",
  "reporting.seal_books",
  "identity.forget_expired",
  ...DOMAINS.flatMap((domain) => [...(domain.schedules ?? []), ...(domain.routine ?? [])]),
];

export interface Due {
  id: string;
  job: string;
  epoch: number;
  payload: Record<string, string>;
}

export async function dueMessages({ database }: Simulation): Promise<Due[]> {
  return database.sql<Due[]>`
    select id, job, epoch, payload from outbox
    where done_at is null and dead_at is null and available_at <= simulation.now() order by available_at, position`;
}

async function runAny(simulation: Simulation): Promise<Done | null> {
  const due = simulation.chance.pickOrNull(await dueMessages(simulation));
  return due && runJob(simulation, due);
}

export async function runJob(simulation: Simulation, { id, job, epoch, payload }: Due): Promise<Done> {
  const tries = await triesBefore(simulation, job, payload);
  const runner = { ctx: simulation.context("worker"), jobs: byName, now: sql<Date>`now()` };
  const run = await runMessage(runner, id, epoch).catch((error: unknown) => {
    if (!simulation.gate.dead) throw error;
    return null;
  });
  const dead = simulation.gate.dead;
  const what = `${job} ${Object.values(payload).join(" ")}`;
  const why = run?.error === undefined ? "" : ` (${run.error instanceof Error ? run.error.message : run.error})`;
  const told = dead || run === null ? `${what}: the worker dies` : `${what}: ${run.outcome}${why}`;
  // A gateway's refusal closes the order, and the job still counts as failed.
  const acted = dead || run?.outcome === "done" || job === "checkout.open_checkout";
  const effects = acted || wasOvertaken(run) ? await effectsOf(simulation, { job, payload, tries }) : [];
  return { told, effects: acted ? effects : asOne(effects), partial: dead };
}

/**
 * A second run of the same message said that it was done while this one was at work: what stood in transactions of its
 * own has happened, what stood in that of the end has not.
 */
function wasOvertaken(run: Run | null): boolean {
  return run?.outcome === "superseded" && run.message?.job === "reconciliation.watch_checkouts";
}

/** What two runs closed is the same either way, so the orders of single closings need not be gone through. */
function asOne(effects: readonly Effect[]): Effect[] {
  if (effects.length === 0) return [];
  return [
    (shop) => {
      for (const effect of effects) effect(shop);
    },
  ];
}

/** How often an event has been tried: one that waited long enough no longer waits for its order. */
async function triesBefore({ database }: Simulation, job: string, { gateway, eventId }: Record<string, string>) {
  if (job !== "payments.handle_event") return 0;
  const [event] = await database.sql<{ attempts: number }[]>`
    select attempts from inbox_events where gateway = ${gateway ?? ""} and event_id = ${eventId ?? ""}`;
  return event?.attempts ?? 0;
}

/** Mirrors the bound of the inbox: five tries wait for an order to be committed. */
const WAITS_FOR_ORDER = 5;

interface Ran extends Pick<Due, "job" | "payload"> {
  /** Of an event: how often it had been tried. */
  tries: number;
}

/** What is done twice is done once: the model is told of an event again whenever its job says that it is done. */
async function effectsOf(simulation: Simulation, { job, payload, tries }: Ran): Promise<Effect[]> {
  const { now } = simulation;
  switch (job) {
    case "payments.handle_event": {
      const gateway = simulation.gateways.find((each) => each.name === payload.gateway);
      const event = gateway?.books.events.find((each) => each.id === payload.eventId);
      if (!gateway || !event) return [];
      return [effectOfEvent(simulation, gateway.name, event.fact, tries >= WAITS_FOR_ORDER)];
    }
    case "reconciliation.watch_checkouts":
      return effectsOfWatch(simulation);
    case "checkout.open_checkout":
      return effectsOfLookUps(simulation);
    case "checkout.pursue_refund":
      return effectsOfRefund(simulation);
    case "checkout.join_guest_purchases":
      return [(shop) => join(shop, payload.userId ?? "", now)];
    default:
      return (await Promise.all(DOMAINS.map((domain) => domain.jobs?.[job]?.(simulation, payload) ?? []))).flat();
  }
}

/** A worker starts those of the named schedules that are due; another of an older version may not know them all. */
export async function startSchedules(simulation: Simulation, names: readonly string[]): Promise<Done> {
  const known = jobs.filter((job) => names.includes(job.name));
  const options = { db: simulation.services.db, clock: simulation.clock, jobs: known };
  try {
    await registerSchedules(options);
    const started = await startDueSchedules(options);
    return { told: `schedules are due: ${started.join(", ") || "none"}`, effects: [] };
  } catch (error) {
    if (!simulation.gate.dead) throw error;
    return { told: "schedules are due and the worker dies", effects: [], partial: true };
  }
}
