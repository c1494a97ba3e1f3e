import { Card } from "@stoa/ui/card";
import type { ReactNode } from "react";

interface SlabProps {
  /** Unique on the page; the heading has it. */
  id: string;
  title: string;
  /** The box that chooses it, where something is done with many. */
  choose?: ReactNode;
  /** Its state or its age, across from the title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One thing that somebody decides, taken out of its list: what it is, what is known of it, and the ways to decide. */
export function Slab({ id, title, choose, aside, children }: SlabProps) {
  return (
    <Card>
      <article aria-labelledby={id} className="grid grid-cols-1 gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          <div className="flex items-baseline gap-2">
            {choose}
            <h2 id={id} className="title text-xl">
              {title}
            </h2>
          </div>
          {aside}
        </div>
        {children}
      </article>
    </Card>
  );
}
