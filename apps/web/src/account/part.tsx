import type { ReactNode } from "react";

/** A part of the account: what it is at the left, what can be done at the right. */
export function Part({
  id,
  title,
  lead,
  wide,
  children,
}: {
  id: string;
  title: string;
  lead?: ReactNode;
  /** For a table, which needs more room than a form. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={id}
      className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-5 border-line border-t py-8 first:border-t-0 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
    >
      <div className="grid content-start gap-2">
        <h2 id={id} className="title text-xl">
          {title}
        </h2>
        {lead ? <p className="text-ink-soft text-sm">{lead}</p> : null}
      </div>
      <div className={wide ? undefined : "max-w-form"}>{children}</div>
    </section>
  );
}
