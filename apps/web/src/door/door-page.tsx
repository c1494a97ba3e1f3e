import type { ReactNode } from "react";

/** A page of the doorway: what it is, what it asks, and the ways beside it. */
export function DoorPage({
  title,
  lead,
  children,
  ways,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  ways?: ReactNode;
}) {
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="title text-3xl">{title}</h1>
        {lead ? <p className="text-ink-soft">{lead}</p> : null}
      </div>
      {children}
      {ways ? <div className="grid gap-2 border-line border-t pt-5 text-sm">{ways}</div> : null}
    </div>
  );
}
