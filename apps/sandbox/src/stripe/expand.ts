import type { BooksReader } from "../books/open-books.ts";
import { badParam } from "./api-error.ts";
import { findAny } from "./object-store.ts";

const DEPTH_MAX = 4;

/** Replaces the ids at the given paths (`latest_charge.balance_transaction`, `data.latest_charge`) by their objects. */
export async function expandPaths(books: BooksReader, answer: object, paths: readonly string[]): Promise<object> {
  const copy = structuredClone(answer);
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > DEPTH_MAX)
      throw badParam(undefined, "expand", "You cannot expand more than 4 levels of a property.");
    await expandStep(books, copy, steps, path);
  }
  return copy;
}

async function expandStep(books: BooksReader, node: object, steps: readonly string[], path: string): Promise<void> {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (!Object.hasOwn(node, step)) {
    throw badParam(undefined, "expand", `This property cannot be expanded (${path}).`);
  }
  let value: unknown = Reflect.get(node, step);
  if (typeof value === "string") {
    value = await findAny(books, value);
    if (value === null) throw badParam(undefined, "expand", `This property cannot be expanded (${path}).`);
    Reflect.set(node, step, value);
  }
  for (const child of Array.isArray(value) ? value : [value]) {
    if (typeof child === "object" && child !== null) await expandStep(books, child, rest, path);
  }
}
