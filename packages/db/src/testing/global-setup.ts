import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "../migrate.ts";
import { startCluster } from "./cluster.ts";

export const TEMPLATE = "stoa_template";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One Postgres a test run, with one migrated template; every test file copies it (`testDatabase`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  const sql = postgres(cluster.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create database ${TEMPLATE}`);
  await sql.end();
  await migrate(databaseUrl(cluster.url, TEMPLATE));
  project.provide("postgresUrl", cluster.url);
  return () => cluster.stop();
}

/** The URL of another database on the same server. */
export function databaseUrl(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}
