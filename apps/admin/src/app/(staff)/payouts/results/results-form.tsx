"use client";

import { FileForm } from "../../../../forms/file-form.tsx";
import { importResults } from "./actions.ts";
import { Preview } from "./preview.tsx";

/** A file of a bank's results. */
export function ResultsForm({ formKey }: { formKey: string }) {
  return (
    <FileForm
      formKey={formKey}
      action={importResults}
      look="Look what it would change"
      carryOut={({ results }) => `Write down ${results.filter(({ unchanged }) => !unchanged).length} results`}
      done={(lines) => `${lines} payouts changed; those that were paid or came back were told.`}
      preview={(checked) => <Preview checked={checked} />}
    />
  );
}
