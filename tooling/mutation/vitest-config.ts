import base from "../../vitest.config.ts";
import { keepWorker } from "./kept-worker.ts";
import { likelyFirst } from "./test-order.ts";

/** How vitest runs the tests of a group while faults are planted. Globs as in `MutationGroup`. */
export function configFor(tests: readonly string[]) {
  const left = tests.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const { reporter, sequencer } = likelyFirst();
  return {
    ...base,
    plugins: [keepWorker()],
    test: {
      ...base.test,
      include: tests.filter((glob) => !glob.startsWith("!")),
      exclude: ["**/node_modules/**", ...left],
      provide: { sandboxHere: true },
      reporters: [reporter],
      sequence: { sequencer },
    },
  };
}
