import { cn } from "./cn.tsx";

export interface ProgressProps {
  done: number;
  total: number;
  /** What the progress is of, and how far, in words: "3 of 12 lessons". */
  label: string;
  className?: string;
}

/** More steps than this stand too close to be told apart, and are drawn as shares of the whole. */
const MOST_COLUMNS = 24;

/** How far one has come, as columns that the light has reached: one a lesson. */
export function Progress({ done, total, label, className }: ProgressProps) {
  const columns = Math.max(1, Math.min(total, MOST_COLUMNS));
  const lit = total === 0 ? 0 : done >= total ? columns : Math.min(columns - 1, Math.ceil((done / total) * columns));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={label}
      className={cn("flex h-5 items-end gap-[3px] border-line-strong border-b", className)}
    >
      {Array.from({ length: columns }, (_, index) => (
        <span key={index} className={cn("max-w-3 flex-1", index < lit ? "h-full bg-ochre" : "h-1/2 bg-stone-deep")} />
      ))}
    </div>
  );
}
