export { writeBeforeCommit } from "./before-commit.ts";
export * from "./client.ts";
export * from "./errors.ts";
export { insertRowFrom, insertRows } from "./insert-rows.ts";
export { type MigrationState, migrate, migrationState } from "./migrate.ts";
export type { QueryObserver } from "./observe-queries.ts";
export * as tables from "./schema/index.ts";
export { together } from "./together.ts";
export * from "./transaction.ts";
