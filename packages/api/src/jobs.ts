import type { AnyJob } from "@stoa/jobs";
import type { Context } from "./platform/context.ts";

/** Every background job of Stoa; one line a domain. The worker runs these and nothing else. */
export const jobs: readonly AnyJob<Context>[] = [];
