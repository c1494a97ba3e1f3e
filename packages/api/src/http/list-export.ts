import { PAGE_LIMIT_MAX, type Page } from "@stoa/kit";
import type { z } from "zod";
import type { Permission } from "../identity/policy.ts";
import { invalidInputOf } from "../middleware/errors.ts";
import type { createCaller } from "../root.ts";

type Caller = ReturnType<typeof createCaller>;
type Line = Readonly<Record<string, unknown>>;

/** A list that can be taken away whole: its rows come from its own procedure, and so only to who may see them. */
export interface ListExport {
  readonly needs: Permission;
  /** What it takes to carry it off, beside seeing it. */
  readonly toCarry: Permission;
  readonly columns: readonly string[];
  /** The next page of what the screen's filters name. Throws `InvalidInput`. */
  readonly page: (
    caller: Caller,
    fields: Readonly<Record<string, string>>,
    cursor: string | undefined,
  ) => Promise<Page<Line>>;
}

/** An export of the list that a procedure gives; its filters are the fields that the procedure's input has. */
export function listExport<Input extends z.ZodObject, Row>(options: {
  needs: Permission;
  /** `data:export` unless told. */
  toCarry?: Permission;
  columns: readonly string[];
  input: Input;
  rows: (caller: Caller, input: z.output<Input>) => Promise<Page<Row>>;
  line: (row: Row) => Line;
}): ListExport {
  const { needs, toCarry = "data:export", columns, input, rows, line } = options;
  const filters = Object.keys(input.shape).filter((name) => name !== "cursor" && name !== "limit");
  return {
    needs,
    toCarry,
    columns,
    page: async (caller, fields, cursor) => {
      const chosen = Object.fromEntries(filters.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
      const asked = input.safeParse({ ...chosen, cursor, limit: PAGE_LIMIT_MAX });
      if (!asked.success) throw invalidInputOf(asked.error);
      const { items, nextCursor } = await rows(caller, asked.data);
      return { items: items.map(line), nextCursor };
    },
  };
}
