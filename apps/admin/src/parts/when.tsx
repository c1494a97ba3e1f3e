import { DateTime } from "@stoa/ui/date-time";

/** A moment as staff read it: in UTC, like the logs and the gateways' pages. */
export function When({ at }: { at: Date | string | null }) {
  if (at === null) return <span className="text-ink-faint">–</span>;
  return <DateTime value={at} locale="en-GB" timeZone="UTC" style="both" />;
}
