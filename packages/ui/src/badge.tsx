import { cva } from "class-variance-authority";
import type { ReactNode } from "react";

export type Tone = "plain" | "good" | "waiting" | "bad" | "info";

const badgeLook = cva("inline-flex items-center gap-1.5 whitespace-nowrap rounded-sm px-2 py-0.5 font-medium text-xs", {
  variants: {
    tone: {
      plain: "bg-stone text-ink-soft",
      good: "bg-moss-wash text-moss",
      waiting: "bg-ochre-wash text-ochre-ink",
      bad: "bg-madder-wash text-madder",
      info: "bg-aegean-wash text-aegean",
    },
  },
});

/** A state in a word. The mark differs by shape as well as by colour. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={badgeLook({ tone })}>
      {tone === "plain" ? null : <Mark tone={tone} />}
      {children}
    </span>
  );
}

/** Good is a full column, waiting a half one, bad a broken one, information a low one. */
function Mark({ tone }: { tone: Tone }) {
  const bars: Readonly<Record<Tone, readonly [number, number][]>> = {
    plain: [],
    good: [[0, 10]],
    waiting: [[5, 5]],
    bad: [
      [0, 4],
      [6, 4],
    ],
    info: [
      [0, 2],
      [4, 6],
    ],
  };
  return (
    <svg viewBox="0 0 3 10" aria-hidden="true" className="h-2.5 w-0.75">
      {bars[tone].map(([y, height]) => (
        <rect key={y} y={y} width="3" height={height} fill="currentColor" />
      ))}
    </svg>
  );
}
