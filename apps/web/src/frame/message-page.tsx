import { StoaMark } from "@stoa/ui/mark";
import type { ReactNode } from "react";

/** A page that has one thing to say, and a way on. */
export function MessagePage({ title, children, ways }: { title: string; children?: ReactNode; ways?: ReactNode }) {
  return (
    <div className="page grid content-center justify-items-start gap-5 py-24">
      <StoaMark className="size-10 text-ochre" />
      <h1 className="title text-3xl">{title}</h1>
      {children ? <div className="grid max-w-reading gap-3 text-ink-soft text-lg">{children}</div> : null}
      {ways ? <div className="flex flex-wrap gap-3">{ways}</div> : null}
    </div>
  );
}
