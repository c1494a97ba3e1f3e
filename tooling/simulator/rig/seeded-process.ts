import nodeCrypto from "node:crypto";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { newId } from "@stoa/kit";
import type { Chance } from "./chance.ts";
import { currentLane } from "./race.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const timers = createRequire(import.meta.url)("node:timers/promises") as { setTimeout: unknown };

/**
 * Takes from the process everything that differs between two runs: chance of any kind, the date, and pauses, which pass
 * at once in virtual time, or in a race give the others a turn. Covers ids, tokens, jitter and whatever a library draws, without a change to any of them.
 * Gives the way back.
 */
export function seedProcess(chance: Chance, clock: VirtualClock): () => void {
  // A source for each, because a driver that draws when it connects must not shift what the product draws.
  const [numbers, values, bytes, integers] = ["numbers", "values", "bytes", "integers"].map((name) =>
    chance.fork(name),
  );
  let draws = 0;
  const fillFrom = (source: Chance | undefined) => (view: ArrayBufferView) => {
    draws += 1;
    source?.fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return view;
  };
  const pause = async (ms = 0, value?: unknown) => {
    const lane = currentLane();
    await (lane ? lane.turn() : clock.advance(ms));
    return value;
  };
  const undo = [
    put(Math, "random", () => numbers?.next()),
    put(Date, "now", () => clock.now().getTime()),
    put(globalThis.crypto, "getRandomValues", fillFrom(values)),
    put(globalThis.crypto, "randomUUID", () => uuidOf(fillFrom(values)(Buffer.alloc(16)) as Buffer)),
    put(nodeCrypto, "randomBytes", (size: number) => fillFrom(bytes)(Buffer.alloc(size))),
    put(nodeCrypto, "randomInt", (bound: number) => integers?.below(bound)),
    put(timers, "setTimeout", pause),
  ];
  syncBuiltinESMExports();
  // Ids are cut from a supply that was drawn before; the run begins with one of its own.
  for (draws = 0; draws === 0; ) newId("correlation");
  return () => {
    for (const restore of undo.reverse()) restore();
    syncBuiltinESMExports();
  };
}

function put(owner: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  };
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
