import type { ReactNode } from "react";

/** The head of a page: where, what, and what can be done with it. Holds the page's one h1. */
export function PageHeader({
  title,
  lead,
  way,
  actions,
}: {
  title: ReactNode;
  lead?: ReactNode;
  way?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="grid gap-3 pb-8">
      {way}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <h1 className="title wrap-anywhere min-w-0 text-3xl">{title}</h1>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {lead ? <p className="max-w-reading text-ink-soft text-lg">{lead}</p> : null}
    </header>
  );
}
