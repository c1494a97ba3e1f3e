"use client";

import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { PageHeader } from "@stoa/ui/page-header";

/** Something nobody expected. Reading changes nothing, so to try again is always safe. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <PageHeader title="This page could not be read" />
      <div className="grid justify-items-start gap-5">
        <Callout tone="bad" live title="Nothing was changed.">
          The fault is ours. {error.digest ? `In the log it stands as ${error.digest}.` : "It stands in the log."}
        </Callout>
        <Button look="secondary" onClick={reset}>
          Try again
        </Button>
      </div>
    </>
  );
}
