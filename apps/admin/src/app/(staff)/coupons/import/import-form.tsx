"use client";

import { FileForm } from "../../../../forms/file-form.tsx";
import { importCoupons } from "./actions.ts";
import { Preview } from "./preview.tsx";

/** A file of coupons. */
export function ImportForm({ formKey }: { formKey: string }) {
  return (
    <FileForm
      formKey={formKey}
      action={importCoupons}
      look="Look what it would make"
      carryOut={({ coupons }) => `Make ${coupons.length} coupons`}
      done={(lines) => `${lines} coupons made; they stand on top of the list.`}
      preview={(checked) => <Preview checked={checked} />}
    />
  );
}
