"use client";

import { Button } from "@stoa/ui/button";
import { CommandPalette } from "@stoa/ui/command-palette";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { pageOfId, type SectionOfRooms } from "./sections.ts";

/** Ctrl-K: every room by its name, and a record by its id from the clipboard. */
export function Palette({ sections }: { sections: readonly SectionOfRooms[] }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const rooms = sections.flatMap((section) => section.rooms);
  const openPasted = async () => {
    const page = pageOfId(await navigator.clipboard.readText().catch(() => ""));
    router.push(page ?? "/orders");
  };
  const commands = [
    ...rooms.map((room) => ({ id: room.href, label: room.label, hint: room.hint, run: () => router.push(room.href) })),
    {
      id: "paste",
      label: "Open the id in the clipboard",
      hint: "Order, person, course, payment, entry, correlation",
      run: () => void openPasted(),
    },
  ];
  return (
    <>
      <Button look="quiet" size="sm" onClick={() => setOpen(true)}>
        Go to…{" "}
        <kbd className="hidden rounded-sm border border-line px-1.5 text-ink-faint text-xs sm:inline">Ctrl K</kbd>
      </Button>
      <CommandPalette
        commands={commands}
        label="Go to"
        placeholder="A room, or a word of what you want to do"
        emptyLabel="Nothing is called so."
        open={open}
        onOpenChange={setOpen}
      />
    </>
  );
}
