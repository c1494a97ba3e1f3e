import { type ReactNode, useId } from "react";

/** A part of a page with its heading; one with an anchor is where a link can lead. */
export function Section({ title, anchor, children }: { title: string; anchor?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="grid scroll-mt-20 grid-cols-1 content-start gap-4">
      <h2 id={id} className="title text-xl">
        {title}
      </h2>
      {children}
    </section>
  );
}
