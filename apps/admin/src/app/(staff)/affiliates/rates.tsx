import type { Term } from "@stoa/api/affiliates/schemas";
import { ActForm } from "../../../forms/act-form.tsx";
import { agreeTerms, endTerms } from "./actions.ts";
import { KeptRows } from "./kept-rows.tsx";

const percent = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 2 });

/** Rates that differ from the programme's: of one affiliate, or of courses for all. */
export function Rates({
  terms,
  affiliateId,
  mayWrite,
}: {
  terms: readonly Term[];
  affiliateId: string | null;
  mayWrite: boolean;
}) {
  return (
    <KeptRows
      caption="Agreed rates"
      rows={terms}
      columns={[
        { head: "For", cell: ({ courseTitle }) => courseTitle ?? "every course" },
        { head: "Rate", numeric: true, cell: ({ rateBps }) => percent.format(rateBps / 10_000) },
      ]}
      none="None: the programme’s rate holds."
      removal={mayWrite ? { action: endTerms, field: "termId", submit: "End" } : null}
    >
      {mayWrite ? (
        <ActForm
          id="agree"
          action={agreeTerms}
          inline
          again
          hidden={affiliateId === null ? {} : { affiliateId }}
          fields={[
            { name: "courseId", label: "Course", optional: affiliateId !== null, hint: "Its id, crs_…" },
            { name: "rate", label: "Rate in per cent", inputMode: "decimal" },
          ]}
          submit="Agree"
          busy="Saving…"
          look="secondary"
        />
      ) : null}
    </KeptRows>
  );
}
