import { badParam } from "./api-error.ts";

export type FormValue = string | FormValue[] | { [key: string]: FormValue };
export type FormBody = { [key: string]: FormValue };

const DEPTH_MAX = 8;
const PAIRS_MAX = 1_000;
const KEY_SHAPE = /^[^[\]]+(\[[^[\]]*\])*$/;

/** Parses `a[b][0][c]=v` into nested objects and arrays. All leaves stay strings. Throws Stripe's 400. */
export function parseForm(encoded: string): FormBody {
  const pairs = [...new URLSearchParams(encoded)];
  if (pairs.length > PAIRS_MAX) throw badParam(undefined, undefined, "Too many parameters.");
  const root: Node = new Map();
  for (const [key, value] of pairs) place(root, key, value);
  return toObject(root);
}

/** A Map while building, because a parameter may be called `__proto__`. */
type Node = Map<string, string | Node>;

function place(root: Node, key: string, value: string): void {
  const [head, ...rest] = KEY_SHAPE.test(key) ? key.replaceAll("]", "").split("[") : [];
  if (head === undefined || rest.length > DEPTH_MAX)
    throw badParam("parameter_unknown", key, `Received unknown parameter: ${key}`);
  let node = root;
  let name = head;
  for (const part of rest) {
    const existing = node.get(name);
    const child: Node = existing instanceof Map ? existing : new Map();
    node.set(name, child);
    node = child;
    name = part === "" ? String(node.size) : part;
  }
  node.set(name, value);
}

function toObject(node: Node): FormBody {
  const entries = [...node].map(([key, value]): [string, FormValue] => [key, toValue(value)]);
  return Object.fromEntries(entries);
}

/** A node whose keys are 0, 1, 2, … is an array. */
function toValue(value: string | Node): FormValue {
  if (typeof value === "string") return value;
  const indexed = [...value.keys()].every((key, index) => key === String(index));
  return indexed ? [...value.values()].map(toValue) : toObject(value);
}
