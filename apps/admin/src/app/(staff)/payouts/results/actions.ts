"use server";

import type { CheckedResults } from "@stoa/api/payouts/schemas";
import type { FileState } from "../../../../forms/file-state.ts";
import { takeFile } from "../../../../server/take-file.ts";

/** Checks a file of a bank's results, or writes down what it holds. */
export async function importResults(_: FileState<CheckedResults>, form: FormData): Promise<FileState<CheckedResults>> {
  return takeFile(form, {
    check: (caller, csv) => caller.payouts.manage.checkResults({ csv }),
    carryOut: async (caller, csv) => (await caller.payouts.manage.importResults({ csv })).changed,
  });
}
