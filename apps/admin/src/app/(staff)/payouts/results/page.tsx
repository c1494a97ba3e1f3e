import { randomUUID } from "node:crypto";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { FileColumns } from "../../../../parts/file-columns.tsx";
import { Way } from "../../../../parts/way.tsx";
import { mustBeColleague } from "../../../../server/session.ts";
import { ResultsForm } from "./results-form.tsx";

export const metadata: Metadata = { title: "A bank’s results" };

const COLUMNS = [
  ["payout", "its id, as the export of payouts has it; needed"],
  ["outcome", "paid or returned; needed"],
  ["amount, currency", "as in 42.00 and EUR, just what was sent; needed"],
  ["on", "the day it happened, as in 2027-01-31; needed"],
  ["reference", "the bank’s own; needed"],
  ["reason", "why it came back; the payee is told it"],
] as const;

export default async function ResultsPage() {
  const me = await mustBeColleague();
  if (!me.permissions.has("payout:approve")) forbidden();
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Payouts", href: "/payouts" }, { label: "Results" }]} />}
        title="A bank’s results"
        lead="What became of payouts of which no gateway tells. The file is read whole; with one fault in it nothing is changed."
      />
      <div className="grid grid-cols-1 gap-10">
        <ResultsForm formKey={randomUUID()} />
        <FileColumns columns={COLUMNS}>
          A line of headings, then one payout a line, at most 500. What is known already changes nothing, so a file may
          be read twice. Nobody says what became of their own payout.
        </FileColumns>
      </div>
    </>
  );
}
