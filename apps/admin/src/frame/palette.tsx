"use client";

import { Button } from "@stoa/ui/button";
import { CommandPalette } from "@stoa/ui/command-palette";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { actionsFor } from "./actions-of-staff.ts";
import { pageOfId, type SectionOfRooms } from "./sections.ts";
import { useFound } from "./use-found.ts";

/** Ctrl-K: every room and action by its name, and every record by what one has of it: a number, an address, a code, an id. */
export function Palette({
  sections,
  permissions,
}: {
  sections: readonly SectionOfRooms[];
  permissions: readonly string[];
}) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const { links, status } = useFound(query);
  const goTo = (group: string, { href, label, hint }: { href: string; label: string; hint: string }) => ({
    id: href,
    group,
    label,
    hint,
    run: () => router.push(href),
  });
  // An id that names no record of the lists, as one of an entry in the books, still has a page.
  const named = pageOfId(query);
  const rest = named && links.length === 0 ? [{ href: named, label: query.trim(), hint: "Open this id" }] : [];
  return (
    <>
      <Button look="quiet" size="sm" onClick={() => setOpen(true)}>
        Search{" "}
        <kbd className="hidden rounded-sm border border-line px-1.5 text-ink-faint text-xs sm:inline">Ctrl K</kbd>
      </Button>
      <CommandPalette
        commands={[
          ...sections.flatMap(({ rooms }) => rooms).map((room) => goTo("Rooms", room)),
          ...actionsFor(permissions).map((action) => goTo("Actions", action)),
        ]}
        found={[
          ...links.map((link) => ({ ...link, run: () => router.push(link.href) })),
          ...rest.map((link) => goTo("Ids", link)),
        ]}
        onQuery={setQuery}
        status={status ?? undefined}
        label="Search"
        placeholder="A number, an e-mail, a name, a code, an id, or a room"
        emptyLabel="Nothing is called so, or you may not see it."
        countLabel={(count) => `${count} to choose from`}
        open={open}
        onOpenChange={setOpen}
      />
    </>
  );
}
