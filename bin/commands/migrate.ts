import { migrate as applyMigrations, migrationState } from "@stoa/db";
import type { Command } from "../command.ts";
import { withDatabases } from "../stack/services.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "Brings the database's schema to the newest migration.",
  run: () =>
    withDatabases(async (_setting, { DATABASE_URL: url }) => {
      const before = await migrationState(url);
      await applyMigrations(url);
      const { applied } = await migrationState(url);
      console.log(
        applied === before.applied
          ? `Up to date: ${applied} migrations.`
          : `${applied - before.applied} applied, ${applied} in all.`,
      );
    }),
};
