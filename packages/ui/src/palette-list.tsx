"use client";

import { type KeyboardEvent, useEffect } from "react";
import { cn } from "./cn.tsx";

export interface Command {
  id: string;
  label: string;
  /** Where it stands, or what else it is called. */
  hint?: string;
  /** The heading it stands under; neighbours of one group share it. */
  group?: string;
  run: () => void;
}

export interface PaletteListProps {
  id: string;
  label: string;
  commands: readonly Command[];
  /** Which one is chosen. */
  at: number;
  onPoint: (at: number) => void;
  onChoose: (command: Command) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** What a palette offers, under headings. The focus stays in the field above; the chosen one is kept in sight. */
export function PaletteList({ id, label, commands, at, onPoint, onChoose, onKeyDown }: PaletteListProps) {
  const active = commands[at]?.id;
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    <div id={id} role="listbox" aria-label={label} className="max-h-[min(26rem,50dvh)] overflow-y-auto p-1.5">
      {inGroups(commands).map(({ title, members }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list box
        <div key={title ?? ""} role="group" aria-label={title ?? label}>
          {title ? (
            <div aria-hidden="true" className="px-3.5 pt-3 pb-1 text-ink-faint text-xs">
              {title}
            </div>
          ) : null}
          {members.map(({ command, index }) => (
            <div
              key={command.id}
              id={`${id}-${command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onPointerMove={() => onPoint(index)}
              onClick={() => onChoose(command)}
              onKeyDown={onKeyDown}
              className={cn(
                "grid cursor-default gap-x-4 rounded-sm px-3.5 py-2 sm:flex sm:items-baseline sm:justify-between",
                index === at && "bg-stone",
              )}
            >
              <span className="min-w-0 break-words">{command.label}</span>
              {command.hint ? <span className="text-ink-faint text-sm sm:text-right">{command.hint}</span> : null}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Commands by their headings, in the order in which they came. */
function inGroups(commands: readonly Command[]) {
  const groups = new Map<string | undefined, { command: Command; index: number }[]>();
  for (const [index, command] of commands.entries()) {
    const members = groups.get(command.group) ?? [];
    groups.set(command.group, [...members, { command, index }]);
  }
  return [...groups].map(([title, members]) => ({ title, members }));
}
