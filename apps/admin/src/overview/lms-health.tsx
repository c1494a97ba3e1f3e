import type { Overview } from "@stoa/api/reporting/schemas";
import { When } from "../parts/when.tsx";
import { Figures } from "./figures.tsx";

/** Whether the external LMS has what it should. */
export function LmsHealth({ lms }: { lms: Overview["lms"] }) {
  return (
    <>
      <Figures
        figures={[
          { label: "Waiting", value: lms.pending + lms.syncing, href: "/lms?status=pending" },
          { label: "Enrolled there", value: lms.synced, href: "/lms?status=synced" },
          { label: "Failed", value: lms.failed, href: "/lms?status=failed", bad: lms.failed > 0 },
        ]}
      />
      <p className="text-ink-soft text-sm">
        Last heard of at <When at={lms.lastSuccessAt} />
        {lms.breakerOpenUntil ? (
          <>
            ; calls rest until <When at={lms.breakerOpenUntil} exact />
          </>
        ) : null}
      </p>
    </>
  );
}
