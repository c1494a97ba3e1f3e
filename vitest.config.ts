import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "apps/**/*.test.ts", "bin/**/*.test.ts", "tooling/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/.next/**"],
    globalSetup: ["packages/db/src/testing/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Tests wait for Postgres as often as they compute: on two cores, two files at once take little more than half the time.
    maxWorkers: "100%",
    // Imports `next/headers` without its extension, which only a bundler resolves.
    server: { deps: { inline: ["next-auth"] } },
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testing/**", "packages/ui/**", "packages/db/drizzle.config.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
