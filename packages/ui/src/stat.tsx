import type { ReactNode } from "react";
import { cn } from "./cn.tsx";

export interface StatProps {
  label: ReactNode;
  value: ReactNode;
  /** What it was before, or over which time. */
  note?: ReactNode;
  tone?: "plain" | "good" | "bad";
}

/** One figure and what it counts. Inside a `StatRow`. */
export function Stat({ label, value, note, tone = "plain" }: StatProps) {
  return (
    <div className="flex-1 basis-40 border-line border-l pl-4">
      <dt className="text-ink-faint text-sm">{label}</dt>
      <dd className="title figures text-2xl">{value}</dd>
      {note ? (
        <dd className={cn("text-sm", tone === "good" ? "text-moss" : tone === "bad" ? "text-madder" : "text-ink-soft")}>
          {note}
        </dd>
      ) : null}
    </div>
  );
}

/** Figures side by side, with a line between them like the edge of a column. */
export function StatRow({ children }: { children: ReactNode }) {
  return <dl className="flex flex-wrap gap-x-6 gap-y-5">{children}</dl>;
}
