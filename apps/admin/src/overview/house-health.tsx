import type { Overview } from "@stoa/api/reporting/schemas";
import { Figures } from "./figures.tsx";

/** Jobs and mails: what is due, and what was given up. */
export function HouseHealth({ jobs, mails }: Pick<Overview, "jobs" | "mails">) {
  return (
    <Figures
      figures={[
        { label: "Jobs due", value: jobs.waiting, href: "/queues", bad: jobs.oldestSeconds > 300 },
        { label: "Jobs given up", value: jobs.dead, href: "/queues", bad: jobs.dead > 0 },
        { label: "Mails today", value: mails.sentToday, href: "/mails?status=sent" },
        { label: "Mails failed", value: mails.failed, href: "/mails?status=failed", bad: mails.failed > 0 },
      ]}
    />
  );
}
