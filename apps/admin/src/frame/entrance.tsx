import { SkipLink } from "@stoa/ui/app-shell";
import { StoaMark } from "@stoa/ui/mark";
import type { ReactNode } from "react";

/** A page before the rooms: one column, one thing to do. */
export function Entrance({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="grid min-h-dvh content-start gap-10 px-5 py-10 sm:content-center sm:px-8">
      <SkipLink label="Skip to the form" />
      <main id="main" tabIndex={-1} className="mx-auto grid w-full max-w-md gap-6 outline-none">
        <p className="flex items-center gap-2.5 text-ink-soft text-sm">
          <StoaMark className="text-ochre" />
          Stoa, the staff’s rooms
        </p>
        <h1 className="title text-3xl">{title}</h1>
        {lead ? <div className="text-ink-soft">{lead}</div> : null}
        {children}
      </main>
    </div>
  );
}
