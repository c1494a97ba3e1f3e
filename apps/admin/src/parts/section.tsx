import { type ReactNode, useId } from "react";

/** A part of a page with its heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 content-start gap-4">
      <h2 id={id} className="title text-xl">
        {title}
      </h2>
      {children}
    </section>
  );
}
