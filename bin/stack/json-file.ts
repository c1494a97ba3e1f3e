import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** What a JSON file holds, or null when there is none. A file that is not JSON counts as none: all we keep can be made again. */
export function readJson<T>(path: string): Partial<T> | null {
  if (!existsSync(path)) return null;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? (value as Partial<T>) : null;
  } catch {
    return null;
  }
}

/** Writes a file for this user's eyes only, whole or not at all. */
export function writeJson(path: string, value: unknown): void {
  const written = `${path}.${process.pid}`;
  writeFileSync(written, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(written, path);
}
