import { expect, test } from "vitest";
import { Teardown } from "./teardown.ts";

test("what was started last is stopped first, and one that fails does not keep the others running", async () => {
  const stopped: string[] = [];
  const said: string[] = [];
  const teardown = new Teardown();
  for (const name of ["postgres", "redis", "web"]) {
    const stop = async () => {
      if (name === "redis") throw new Error("it hangs");
      stopped.push(name);
    };
    teardown.add(name, stop, () => {});
  }
  await teardown.run((sentence) => said.push(sentence));
  expect(stopped).toEqual(["web", "postgres"]);
  expect(said).toEqual(["redis could not be stopped: it hangs"]);
});

test("whoever does not want to wait kills also the part that is being stopped", async () => {
  const killed: string[] = [];
  const teardown = new Teardown();
  teardown.add(
    "postgres",
    async () => {},
    () => killed.push("postgres"),
  );
  let release = () => {};
  teardown.add(
    "worker",
    () => new Promise((resolve) => (release = resolve)),
    () => killed.push("worker"),
  );
  const run = teardown.run(() => {});
  teardown.kill();
  expect(killed).toEqual(["worker", "postgres"]);
  release();
  await run;
});
