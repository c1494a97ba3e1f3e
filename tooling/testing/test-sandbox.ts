import { afterAll, beforeAll, inject } from "vitest";
import type {} from "../../packages/db/src/testing/global-setup.ts";
import { type RunningSandbox, startSandbox } from "./start-sandbox.ts";

/**
 * A sandbox of this test file's own, with empty books, started before its first test and stopped after its last.
 * Call it once at the top of the file; read its members inside tests.
 */
export function testSandbox(env: Record<string, string> = {}): Pick<RunningSandbox, "url" | "urls" | "control"> {
  let running: RunningSandbox | undefined;

  beforeAll(async () => {
    const database = new URL(inject("postgresUrl"));
    database.pathname = `/sandbox_${crypto.randomUUID().replaceAll("-", "")}`;
    running = await startSandbox({ databaseUrl: database.href, env });
  });
  afterAll(() => running?.close());

  const started = () => {
    if (running === undefined) throw new Error("the sandbox runs only inside tests");
    return running;
  };
  return {
    get url() {
      return started().url;
    },
    get urls() {
      return started().urls;
    },
    control: (method, path, body) => started().control(method, path, body),
  };
}
