import type { Actor } from "@stoa/api/platform/actor";
import { type Context, contextFor, type RequestFacts, type Services } from "@stoa/api/platform/context";
import { createCaller } from "@stoa/api/root";
import type { Database } from "@stoa/db";
import { DomainError, newId } from "@stoa/kit";
import { emptyShop } from "./model/empty-shop.ts";
import type { Shop } from "./model/shop.ts";
import type { Chance } from "./rig/chance.ts";
import { CrashGate } from "./rig/gate.ts";
import { currentLane } from "./rig/race.ts";
import { simulatedServices } from "./rig/services.ts";
import type { SimulationDatabase } from "./rig/simulation-database.ts";
import { VirtualClock } from "./rig/virtual-clock.ts";
import { Faults } from "./world/faults.ts";
import { GATEWAYS } from "./world/gateways.ts";
import type { Heard } from "./world/heard.ts";
import type { ScriptedGateway } from "./world/scripted-gateway.ts";
import { ScriptedLms } from "./world/scripted-lms.ts";
import { ScriptedMail } from "./world/scripted-mail.ts";

export type Caller = ReturnType<typeof createCaller>;

/** A browser: who it is signed in as, what it keeps, and what it was answered. */
export interface Visitor {
  name: string;
  /** The address that is typed, or that of the account. */
  email: string;
  /** Null for somebody without an account. */
  user: string | null;
  bearer: string | null;
  ip: string;
  /** The cookie that says whose links it has followed. */
  referral?: string;
  /** The visitor's cart that the browser holds the token of. */
  cart?: { id: string; token: string };
  /** What its owner was shown last before the button, with the price. */
  shown?: string;
}

/** A call to start a checkout with its key, and what was answered. */
export interface KeyedCall {
  key: string;
  slot: string;
  body: string;
  visitor: Visitor;
  until: number;
  /** Null when it ended on the way: the key is held, and nobody was told of an order. */
  answer: { orderId: string; orderToken: string } | null;
  /** The order that such a try had placed. */
  placed: string | null;
}

/** One run: the world, Stoa's processes in it, and the model of what Stoa must be. */
export class Simulation {
  readonly clock: VirtualClock;
  readonly gate = new CrashGate();
  readonly services: Services;
  readonly gateways: readonly ScriptedGateway[];
  readonly lms: ScriptedLms;
  readonly mail: ScriptedMail;
  readonly faults: { gateway: Faults; lms: Faults; mail: Faults };
  readonly visitors: Visitor[] = [];
  readonly calls: KeyedCall[] = [];
  /** Reads outside every gate. */
  readonly inspector: Database;
  /** How many steps there may be to one look at the picture. */
  lookEvery = 1;
  notLookedFor = 0;
  /** Replaced as a whole by a check that had to choose between what a crash may have left. */
  shop: Shop = emptyShop();
  private readonly ownChance: Chance;
  private readonly ownHeard: Heard[] = [];
  readonly database: SimulationDatabase;

  constructor(chance: Chance, database: SimulationDatabase) {
    this.ownChance = chance;
    this.database = database;
    this.clock = new VirtualClock(database.sql);
    const { clock, gate } = this;
    const hear = (heard: Heard) => void this.heard.push(heard);
    this.faults = {
      gateway: new Faults(chance.fork("gateway")),
      lms: new Faults(chance.fork("lms")),
      mail: new Faults(chance.fork("mail")),
    };
    this.gateways = GATEWAYS.map((open) => open({ clock, gate, hear, faults: this.faults.gateway }));
    this.lms = new ScriptedLms({ clock, gate, faults: this.faults.lms });
    this.mail = new ScriptedMail({ gate, faults: this.faults.mail });
    const db = database.connect(gate);
    this.inspector = database.connect({ pass: async () => {} });
    this.services = simulatedServices({ db, clock, gateways: this.gateways, lms: this.lms, mail: this.mail });
  }

  /** In a race each side draws for itself. */
  get chance(): Chance {
    return currentLane()?.chance ?? this.ownChance;
  }

  /** What the gateways have answered in this step, in order; in a race, to this side of it. */
  get heard(): Heard[] {
    return (currentLane()?.heard as Heard[] | undefined) ?? this.ownHeard;
  }

  get now(): number {
    return this.clock.now().getTime();
  }

  /** Staff at their desk, or a process of Stoa itself. */
  context(id: string): Context {
    return contextFor(this.services, { kind: "system", id }, newId("correlation"));
  }

  staff(): Caller {
    return createCaller(this.context("staff"));
  }

  /** A request from somebody's browser. */
  browser(visitor: Visitor, actor: Actor, request: Partial<RequestFacts> = {}): Context {
    return {
      ...contextFor(this.services, actor, newId("correlation")),
      request: {
        ip: visitor.ip,
        userAgent: "Simulated/1.0",
        country: null,
        idempotencyKey: null,
        orderToken: null,
        cartToken: visitor.cart?.token ?? null,
        captchaToken: null,
        referral: visitor.referral ?? null,
        locale: "en",
        setHeader: () => {},
        ...request,
      },
    };
  }
}

/** Marks an error that no rule of the domain says; it is a difference, whatever was going on. */
export const UNFORESEEN = "unforeseen:";

/** The stable code of a refusal, or what an unforeseen error says. */
export function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  if (error instanceof Error && error.cause instanceof DomainError) return error.cause.code;
  return `${UNFORESEEN} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
