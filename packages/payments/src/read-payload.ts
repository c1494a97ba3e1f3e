import type { z } from "zod";
import { MalformedPayload } from "./errors.ts";
import type { GatewayName } from "./gateway.ts";

export type PayloadReader = <T extends z.ZodType>(schema: T, value: unknown, what: string) => z.output<T>;

/** Reads objects of one gateway. The reader throws `MalformedPayload` that names the first field at fault. */
export function payloadReader(gateway: GatewayName): PayloadReader {
  return (schema, value, what) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new MalformedPayload(gateway, what, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`);
  };
}
