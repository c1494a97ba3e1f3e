import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** Settings by name; an empty value counts as not set, so that a copied `.env.example` changes nothing. */
export type Environment = Readonly<Record<string, string>>;

/** What the caller set: the process's environment, and below it the file `.env` in the root of the clone. */
export function readEnvironment(
  root: string,
  exported: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const file = join(root, ".env");
  return mergeEnvironments(exported, existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {});
}

/** Merges settings, the first with a value winning. */
export function mergeEnvironments(...sources: readonly Readonly<Record<string, string | undefined>>[]): Environment {
  const merged: Record<string, string> = {};
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      if (value !== undefined && value.trim() !== "" && !(name in merged)) merged[name] = value;
    }
  }
  return merged;
}
