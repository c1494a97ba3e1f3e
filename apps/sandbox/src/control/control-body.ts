import type { Context } from "hono";
import type { z } from "zod";

/** Refused input of a control call; answered with 400 and the field's name. */
export class BadControlInput extends Error {
  readonly field: string;

  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.field = field;
  }
}

/** The JSON body of a control call. Throws `BadControlInput` naming the first field that is not understood. */
export async function controlBody<T extends z.ZodType>(context: Context, schema: T): Promise<z.output<T>> {
  const body: unknown = await context.req.json().catch(() => {
    throw new BadControlInput("body", "is not JSON");
  });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  throw new BadControlInput(unknownKey ?? (issue?.path.join(".") || "body"), issue?.message ?? "is not understood");
}
