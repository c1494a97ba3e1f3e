import type { LmsHealth } from "@stoa/api/lms/schemas";
import { Callout } from "@stoa/ui/callout";
import { When } from "../../../parts/when.tsx";

/** How the LMS is, in a sentence. */
export function Health({ health }: { health: LmsHealth }) {
  return <div className="pb-6">{sentence(health)}</div>;
}

function sentence(health: LmsHealth) {
  if (!health.configured) {
    return (
      <Callout tone="plain" title="No LMS is connected.">
        Courses are taught here alone. FRAPPE_URL and its keys connect one.
      </Callout>
    );
  }
  switch (health.state) {
    case "down":
      return (
        <Callout tone="bad" title="The LMS does not answer.">
          Calls rest until <When at={health.closedUntil} exact />; what waits is sent afterwards, nothing is lost. It
          said: {health.lastError}
        </Callout>
      );
    case "shaky":
      return (
        <Callout tone="waiting" title={`The last ${health.consecutiveFailures} calls failed.`}>
          {health.lastError}
        </Callout>
      );
    case "up":
      return (
        <Callout tone="good" title="The LMS answers.">
          {health.lastSuccessAt ? (
            <>
              Last heard of at <When at={health.lastSuccessAt} exact />.
            </>
          ) : (
            "It has not been called yet."
          )}
        </Callout>
      );
  }
}
