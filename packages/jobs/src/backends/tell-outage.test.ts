import { silentLog } from "@stoa/kit";
import { expect, test } from "vitest";
import { tellOutage } from "./tell-outage.ts";

test("an outage that fifty connections notice is told once, and again while it lasts", () => {
  let nowMs = 0;
  const told: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, sentence: string) => void told.push(sentence) };
  const listener = tellOutage(log, "the queue is not answering", () => nowMs);
  for (let connection = 0; connection < 50; connection++) listener(new Error("ECONNREFUSED"));
  expect(told).toEqual(["the queue is not answering"]);
  nowMs = 10_000;
  listener(new Error("ECONNREFUSED"));
  expect(told).toHaveLength(2);
});
