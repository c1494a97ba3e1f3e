import { z } from "zod";
import { badParam } from "./api-error.ts";
import type { FormBody, FormValue } from "./form-body.ts";

/** Building blocks for parameters, which all arrive as strings. An empty string is how the SDK sends null. */
export const text = z.string().min(1).max(5_000);
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, { message: "Invalid integer" })
  .transform(Number);
export const flag = z.enum(["true", "false"]).transform((value) => value === "true");

const METADATA_KEYS_MAX = 50;
export const metadata = z
  .union([z.literal("").transform(() => ({})), z.record(z.string().max(40), z.string().max(500))])
  .refine((entries) => Object.keys(entries).length <= METADATA_KEYS_MAX, { message: "Metadata can have up to 50 keys" })
  .transform((entries) => Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== "")));

export const noParams = z.strictObject({});

const expandSchema = z.strictObject({ expand: z.array(text).max(20).optional() });

/** The paths of `expand[]`, which every end point takes beside its own parameters. */
export function checkExpand(expand: FormValue | undefined): string[] {
  return checkParams(expandSchema, expand === undefined ? {} : { expand }).expand ?? [];
}

/** Checks a request's parameters against its schema; the first fault becomes Stripe's 400. */
export function checkParams<T extends z.ZodType>(schema: T, params: FormBody): z.output<T> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw badParam(undefined, undefined, "Invalid request.");
  const at = paramName(issue.path);
  if (issue.code === "unrecognized_keys") {
    const name = paramName([...issue.path, issue.keys[0] ?? ""]);
    throw badParam("parameter_unknown", name, `Received unknown parameter: ${name}`);
  }
  if (valueAt(params, issue.path) === undefined) {
    throw badParam("parameter_missing", at, `Missing required param: ${at}.`);
  }
  if (issue.message === "Invalid integer") {
    throw badParam("parameter_invalid_integer", at, `Invalid integer: ${String(valueAt(params, issue.path))}`);
  }
  throw badParam(undefined, at, `Invalid ${at}: ${issue.message}`);
}

/** `["line_items", 0, "quantity"]` is `line_items[0][quantity]` in Stripe's words. */
function paramName(path: readonly PropertyKey[]): string {
  const [head, ...rest] = path.map(String);
  return `${head ?? ""}${rest.map((part) => `[${part}]`).join("")}`;
}

function valueAt(params: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    params,
  );
}
