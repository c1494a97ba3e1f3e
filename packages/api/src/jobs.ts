import type { AnyJob } from "@stoa/jobs";

/** Every background job of Stoa; one line a domain. The worker runs these and nothing else. */
export const jobs: readonly AnyJob[] = [];
