import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { cn } from "./cn.tsx";

export interface TimelineEvent {
  id: string;
  title: ReactNode;
  time: ReactNode;
  detail?: ReactNode;
  tone?: Tone;
}

const mark: Readonly<Record<Tone, string>> = {
  plain: "bg-line-strong",
  good: "bg-moss",
  waiting: "bg-ochre",
  bad: "bg-madder",
  info: "bg-aegean",
};

/** Everything that happened to one thing, in order. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className="grid">
      {events.map((event) => (
        <li
          key={event.id}
          className="relative grid gap-0.5 border-line border-l pb-5 pl-5 last:border-transparent last:pb-0"
        >
          <span
            aria-hidden="true"
            className={cn("absolute top-1.5 -left-[3px] h-3.5 w-[5px]", mark[event.tone ?? "plain"])}
          />
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <p className="font-medium">{event.title}</p>
            <p className="figures text-ink-faint text-sm">{event.time}</p>
          </div>
          {event.detail ? <div className="text-ink-soft text-sm">{event.detail}</div> : null}
        </li>
      ))}
    </ol>
  );
}
