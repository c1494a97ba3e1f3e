import { z } from "zod";
import { appRouter } from "../root.ts";

/** tRPC keeps the procedures flat, by path, and types them nested. */
const flat: Record<string, unknown> = appRouter._def.procedures;

interface Described {
  _def: { inputs: z.ZodType[]; output: z.ZodType };
}

/** What a procedure of the live router takes; undefined when it takes nothing. */
export function inputSchemaOf(path: string): z.ZodType | undefined {
  return (flat[path] as Described)._def.inputs[0];
}

/** The same as JSON Schema, for tools that know no zod; undefined when it takes nothing. */
export function describedInputOf(path: string): unknown {
  const schema = inputSchemaOf(path);
  return schema && z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

/** What a procedure of the live router answers. */
export function outputSchemaOf(path: string): z.ZodType {
  return (flat[path] as Described)._def.output;
}
