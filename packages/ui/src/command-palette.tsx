"use client";

import { Dialog as Part } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { matchingCommands } from "./art/match-commands.ts";
import { type Command, PaletteList } from "./palette-list.tsx";

export type { Command } from "./palette-list.tsx";

export interface CommandPaletteProps {
  commands: readonly Command[];
  /** What was found for the words typed, wherever it was looked for; shown below the commands that match. */
  found?: readonly Command[];
  /** Told what is typed. */
  onQuery?: (query: string) => void;
  /** Shown and said aloud in the place of the count: that it is being looked for, or that it could not be. */
  status?: string | undefined;
  label: string;
  placeholder: string;
  emptyLabel: string;
  /** Says aloud how many there are to choose from. */
  countLabel: (count: number) => string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every way through the rooms, by typing. Ctrl-K or ⌘K opens it, arrows choose, Enter goes. */
export function CommandPalette({ label, placeholder, open, onOpenChange, ...props }: CommandPaletteProps) {
  const list = useId();
  const [query, setQuery] = useState("");
  const type = (typed: string) => {
    setQuery(typed);
    props.onQuery?.(typed);
  };
  const close = () => {
    onOpenChange(false);
    type("");
  };
  const { shown, at, setAt, onKeyDown, choose } = useChoice(props, query, close);
  usePaletteKey(open, onOpenChange);
  const active = shown[at];
  const said = props.status ?? (shown.length === 0 ? props.emptyLabel : undefined);
  return (
    <Part.Root open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())}>
      <Part.Portal>
        <Part.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Part.Content
          aria-describedby={undefined}
          className="fixed top-4 left-1/2 z-50 w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border border-line bg-surface text-ink shadow-lifted sm:top-[14vh]"
        >
          <Part.Title className="sr-only">{label}</Part.Title>
          <input
            role="combobox"
            aria-label={label}
            aria-autocomplete="list"
            aria-expanded={shown.length > 0}
            aria-controls={list}
            aria-activedescendant={active ? `${list}-${active.id}` : undefined}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="go"
            placeholder={placeholder}
            value={query}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
            className="w-full border-line border-b bg-transparent px-5 py-4 text-lg outline-none placeholder:text-ink-faint"
          />
          <PaletteList
            id={list}
            label={label}
            commands={shown}
            at={at}
            onPoint={setAt}
            onChoose={choose}
            onKeyDown={onKeyDown}
          />
          <p role="status" className={said ? "px-5 py-3 text-ink-soft text-sm" : "sr-only"}>
            {said ?? props.countLabel(shown.length)}
          </p>
        </Part.Content>
      </Part.Portal>
    </Part.Root>
  );
}

/** What there is to choose from, which of it is chosen, and the keys that choose. */
function useChoice(
  { commands, found }: Pick<CommandPaletteProps, "commands" | "found">,
  query: string,
  close: () => void,
) {
  const shown = useMemo(() => [...matchingCommands(commands, query), ...(found ?? [])], [commands, found, query]);
  const [choice, setChoice] = useState({ query, at: 0 });
  // Other words are another list, of which the first is chosen.
  const at = choice.query === query ? Math.max(0, Math.min(choice.at, shown.length - 1)) : 0;
  const setAt = (next: number) => setChoice({ query, at: next });
  const choose = (command: Command | undefined) => {
    if (!command) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends the writing of a sign is no choice.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(at + 1 < shown.length ? at + 1 : 0);
    else if (event.key === "ArrowUp") setAt(at > 0 ? at - 1 : shown.length - 1);
    else if (event.key === "Enter") choose(shown[at]);
    else return;
    event.preventDefault();
  };
  return { shown, at, setAt, onKeyDown, choose };
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
