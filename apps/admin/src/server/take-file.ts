import "server-only";
import { mustBeForm } from "@stoa/api/http/must-be-form";
import { outcomeOf } from "@stoa/api/http/problem";
import { revalidatePath } from "next/cache";
import { type CheckedLines, type FileState, lined, NOT_READ } from "../forms/file-state.ts";
import { text } from "../forms/text.ts";
import { type Api, api } from "./api.ts";

/**
 * Checks a file; in the form's second step, carries out what it holds, under the form's key. What is carried out is checked
 * again, in its transaction.
 */
export async function takeFile<Checked extends CheckedLines>(
  form: FormData,
  file: {
    check: (caller: Api, csv: string) => Promise<Checked>;
    carryOut: (caller: Api, csv: string) => Promise<number>;
  },
): Promise<FileState<Checked>> {
  mustBeForm(form);
  const csv = lined(text(form, "csv"));
  if (csv.trim() === "") return { ...NOT_READ, problem: "Choose a file first." };
  const checked = await outcomeOf(file.check(await api(), csv));
  if (!checked.ok) return { ...NOT_READ, csv, problem: checked.problem.message };
  const { data } = checked;
  if (text(form, "step") !== "import" || data.faults.length > 0) return { ...NOT_READ, csv, checked: data };
  const outcome = await outcomeOf(file.carryOut(await api(text(form, "key")), csv));
  if (!outcome.ok) return { ...NOT_READ, csv, checked: data, problem: outcome.problem.message };
  revalidatePath("/", "layout");
  return { ...NOT_READ, csv, done: outcome.data };
}
