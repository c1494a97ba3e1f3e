import { defineConfig, devices } from "@playwright/test";
import { CHROMIUM, HOME, PORTS, WEB } from "./e2e/env.ts";

/** One browser at a time over one Stoa with an empty, freshly seeded home. A test that fails has failed: no retries. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.e2e.ts",
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: WEB,
    locale: "en-GB",
    launchOptions: { executablePath: CHROMIUM },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  webServer: {
    command: `rm -rf "${HOME}" && exec node bin/stoa.ts up`,
    env: { ...PORTS, STOA_HOME: HOME },
    wait: { stdout: /Ctrl-C stops everything/ },
    timeout: 6 * 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 60_000 },
  },
});
