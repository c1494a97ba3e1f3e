import { afterEach, expect, test } from "vitest";
import { toldToStop } from "./told-to-stop.ts";

afterEach(() => {
  process.removeAllListeners("SIGHUP");
});

test("the first signal stops, and what npm passes on with it is the same keystroke", () => {
  let now = 0;
  let kills = 0;
  const told = toldToStop(
    () => kills++,
    () => now,
  );
  process.emit("SIGHUP");
  now = 300;
  process.emit("SIGHUP");
  expect(told.aborted).toBe(true);
  expect(kills).toBe(0);
});

test("a second signal, a while later, is somebody who does not want to wait", () => {
  let now = 0;
  let kills = 0;
  toldToStop(
    () => kills++,
    () => now,
  );
  process.emit("SIGHUP");
  now = 2_500;
  process.emit("SIGHUP");
  expect(kills).toBe(1);
});
