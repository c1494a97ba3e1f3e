"use client";

import { Dialog as Part } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { matchingCommands } from "./art/match-commands.ts";
import { cn } from "./cn.tsx";

export interface Command {
  id: string;
  label: string;
  /** Where it stands, or what else it is called. */
  hint?: string;
  run: () => void;
}

export interface CommandPaletteProps {
  commands: readonly Command[];
  label: string;
  placeholder: string;
  emptyLabel: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every way through the rooms, by typing. Ctrl-K or ⌘K opens it, arrows choose, Enter goes. */
export function CommandPalette({ commands, label, placeholder, emptyLabel, open, onOpenChange }: CommandPaletteProps) {
  const list = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const shown = useMemo(() => matchingCommands(commands, query), [commands, query]);
  usePaletteKey(open, onOpenChange);

  const close = () => {
    onOpenChange(false);
    setQuery("");
    setAt(0);
  };
  const choose = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt((index) => Math.min(index + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt((index) => Math.max(index - 1, 0));
    else if (event.key === "Enter") choose(shown[at]);
    else return;
    event.preventDefault();
  };

  return (
    <Part.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Part.Portal>
        <Part.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Part.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border border-line bg-surface text-ink shadow-lifted"
        >
          <Part.Title className="sr-only">{label}</Part.Title>
          <input
            role="combobox"
            aria-label={label}
            aria-expanded="true"
            aria-controls={list}
            aria-activedescendant={shown[at] ? `${list}-${shown[at].id}` : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            className="w-full border-line border-b bg-transparent px-5 py-4 text-lg outline-none placeholder:text-ink-faint"
          />
          <div id={list} role="listbox" aria-label={label} className="max-h-80 overflow-y-auto p-1.5">
            {shown.map((command, index) => (
              <div
                key={command.id}
                id={`${list}-${command.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerMove={() => setAt(index)}
                onClick={() => choose(command)}
                onKeyDown={onKeyDown}
                className={cn(
                  "flex cursor-default items-baseline justify-between gap-4 rounded-sm px-3.5 py-2",
                  index === at && "bg-stone",
                )}
              >
                <span>{command.label}</span>
                {command.hint ? <span className="text-ink-faint text-sm">{command.hint}</span> : null}
              </div>
            ))}
          </div>
          {shown.length === 0 ? <p className="px-5 pb-5 text-ink-soft">{emptyLabel}</p> : null}
        </Part.Content>
      </Part.Portal>
    </Part.Root>
  );
}

function usePaletteKey(open: boolean, onOpenChange: (open: boolean) => void) {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [open, onOpenChange]);
}
