import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearAbandoned } from "./cluster.ts";

const NOBODY = 2 ** 22 + 1;
const HOUR_SECONDS = 3_600;
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "stoa-clear-"));
});
afterEach(() => rmSync(place, { recursive: true }));

/** The folder of a server of this number, last changed so many hours ago. */
function cluster(name: string, pid: number | null, hoursAgo: number): string {
  const folder = join(place, name);
  mkdirSync(join(folder, "data"), { recursive: true });
  if (pid !== null) writeFileSync(join(folder, "data", "postmaster.pid"), `${pid}\n/data\n`);
  const at = Date.now() / 1_000 - hoursAgo * HOUR_SECONDS;
  utimesSync(folder, at, at);
  return folder;
}

test("what killed runs left behind is removed, and nothing that is used or somebody else's", () => {
  const gone = [cluster("stoa-test-pg-dead", NOBODY, 2), cluster("stoa-test-pg-stopped", null, 2)];
  const kept = [
    cluster("stoa-test-pg-alive", process.pid, 2),
    cluster("stoa-test-pg-young", NOBODY, 0.5),
    cluster("another-programme", NOBODY, 2),
  ];
  clearAbandoned(place);
  expect(gone.map(existsSync)).toEqual([false, false]);
  expect(kept.map(existsSync)).toEqual([true, true, true]);
});
