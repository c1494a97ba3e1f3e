"use server";

import type { CheckedFile } from "@stoa/api/coupons/schemas";
import type { FileState } from "../../../../forms/file-state.ts";
import { takeFile } from "../../../../server/take-file.ts";

/** Checks a file of coupons, or makes what it holds. */
export async function importCoupons(_: FileState<CheckedFile>, form: FormData): Promise<FileState<CheckedFile>> {
  return takeFile(form, {
    check: (caller, csv) => caller.coupons.checkFile({ csv }),
    carryOut: async (caller, csv) => (await caller.coupons.importFile({ csv })).made,
  });
}
