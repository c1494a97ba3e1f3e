import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";

const calloutLook = cva("rounded-md border-l-4 px-5 py-4 text-ink", {
  variants: {
    tone: {
      plain: "border-line-strong bg-stone",
      good: "border-moss bg-moss-wash",
      waiting: "border-ochre bg-ochre-wash",
      bad: "border-madder bg-madder-wash",
      info: "border-aegean bg-aegean-wash",
    },
  },
});

export interface CalloutProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Told to screen readers as soon as it appears; for answers to what the person just did. */
  live?: boolean;
}

/** Something to know before going on. About money, it says first what happened to the money. */
export function Callout({ tone = "plain", title, children, live }: CalloutProps) {
  const role = live ? (tone === "bad" ? "alert" : "status") : undefined;
  return (
    <div role={role} className={calloutLook({ tone })}>
      {title ? <p className="font-semibold">{title}</p> : null}
      {children ? <div className="mt-1 text-ink-soft first:mt-0">{children}</div> : null}
    </div>
  );
}
