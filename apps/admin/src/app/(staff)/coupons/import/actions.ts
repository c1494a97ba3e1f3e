"use server";

import { outcomeOf } from "@stoa/api/http/problem";
import { revalidatePath } from "next/cache";
import { text } from "../../../../forms/text.ts";
import { api } from "../../../../server/api.ts";
import { type ImportState, lined, NOT_READ } from "./import-state.ts";

/** Checks the file; in its second step, makes what it holds. What is made is checked again, in the transaction. */
export async function importCoupons(_: ImportState, form: FormData): Promise<ImportState> {
  const csv = lined(text(form, "csv"));
  if (csv.trim() === "") return { ...NOT_READ, problem: "Choose a file first." };
  const checked = await outcomeOf((await api()).coupons.checkFile({ csv }));
  if (!checked.ok) return { ...NOT_READ, csv, problem: checked.problem.message };
  if (text(form, "step") !== "import" || checked.data.faults.length > 0)
    return { ...NOT_READ, csv, checked: checked.data };
  const outcome = await outcomeOf((await api(text(form, "key"))).coupons.importFile({ csv }));
  if (!outcome.ok) return { ...NOT_READ, csv, checked: checked.data, problem: outcome.problem.message };
  revalidatePath("/", "layout");
  return { ...NOT_READ, csv, made: outcome.data.made };
}
