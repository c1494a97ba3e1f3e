import type { Term } from "@stoa/api/affiliates/schemas";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import { ActForm } from "../../../forms/act-form.tsx";
import { agreeTerms, endTerms } from "./actions.ts";

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
    <div className="grid gap-5">
      {terms.length === 0 ? <p className="text-ink-soft text-sm">None: the programme’s rate holds.</p> : null}
      {terms.length > 0 ? (
        <Table caption="Agreed rates" dense>
          <TableHead>
            <Th>For</Th>
            <Th numeric>Rate</Th>
            <Th>
              <span className="sr-only">Ending</span>
            </Th>
          </TableHead>
          <TableBody>
            {terms.map(({ id, courseTitle, rateBps }) => (
              <Tr key={id}>
                <Td>{courseTitle ?? "every course"}</Td>
                <Td numeric>{percent.format(rateBps / 10_000)}</Td>
                <Td>
                  {mayWrite ? (
                    <ActForm
                      id={`end-${id}`}
                      action={endTerms}
                      hidden={{ termId: id }}
                      submit="End"
                      look="quiet"
                      size="sm"
                    />
                  ) : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      ) : null}
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
    </div>
  );
}
