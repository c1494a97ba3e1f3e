import type { Settled } from "./finding.ts";

/** Findings that were looked at and are none. An entry names what holds instead, and where that is shown. */
export const SETTLED: readonly Settled[] = [];
