import { expect, test } from "vitest";
import { Restarts } from "./restarts.ts";

test("a process that dies again and again is started after longer pauses, but never given up", () => {
  const restarts = new Restarts(() => 0);
  const pauses = Array.from({ length: 8 }, () => restarts.nextPauseMs() / 1_000);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
});

test("a process that lived for more than a minute is forgiven its past, the waiting before it not counted", () => {
  let nowMs = 0;
  const restarts = new Restarts(() => nowMs);
  for (let death = 0; death < 4; death++) restarts.nextPauseMs();
  nowMs += 70_000;
  restarts.born();
  nowMs += 5_000;
  expect(restarts.nextPauseMs()).toBe(16_000);
  restarts.born();
  nowMs += 61_000;
  expect(restarts.nextPauseMs()).toBe(1_000);
});
