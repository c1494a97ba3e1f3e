export type ToolName = "sqlmap" | "wapiti" | "ffuf" | "the gate" | "the log";

/** Something that a scanner holds to be wrong, or that went wrong while it tried. */
export interface Finding {
  /** Who says so: a tool, the gate before the apps, which saw every answer, or the apps' own log. */
  readonly by: ToolName;
  /** What it is, in the tool's own word: `Cross Site Request Forgery`, `answered 500`. */
  readonly what: string;
  /** Where: app, method, path without its query, and the parameter. */
  readonly where: string;
  /** How the tool came to it. */
  readonly evidence: string;
}

/** A kind of finding that was looked at and is none, with the reason, which names what holds instead. */
export interface Settled {
  readonly by: ToolName;
  readonly what: RegExp;
  readonly where: RegExp;
  readonly because: string;
}

/** Each finding once, however often it was made. */
export function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.by} ${finding.what} ${finding.where}`, finding])).values()];
}

/** Parts what was looked at before from what nobody has settled. */
export function settle(
  findings: readonly Finding[],
  known: readonly Settled[],
): { settled: Map<Settled, Finding[]>; open: Finding[] } {
  const settled = new Map<Settled, Finding[]>();
  const open: Finding[] = [];
  for (const finding of distinct(findings)) {
    const match = known.find(
      ({ by, what, where }) => by === finding.by && what.test(finding.what) && where.test(finding.where),
    );
    if (match === undefined) open.push(finding);
    else settled.set(match, [...(settled.get(match) ?? []), finding]);
  }
  return { settled, open };
}
