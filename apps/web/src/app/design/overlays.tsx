"use client";

import { Button } from "@stoa/ui/button";
import { type Command, CommandPalette } from "@stoa/ui/command-palette";
import { Dialog, DialogClose, DialogPanel, DialogTrigger, SheetPanel } from "@stoa/ui/dialog";
import { Menu, MenuItem, MenuPanel, MenuSeparator, MenuTrigger } from "@stoa/ui/menu";
import { ToastProvider, useToast } from "@stoa/ui/toast";
import { Tooltip } from "@stoa/ui/tooltip";
import { useState } from "react";
import { Section, Specimen } from "./section.tsx";

const COMMANDS: readonly Command[] = ["Orders", "Inbox", "LMS syncs", "Ledger", "Users"].map((label) => ({
  id: label.toLowerCase().replace(" ", "-"),
  label,
  hint: "Go to",
  run: () => undefined,
}));

export function Overlays() {
  return (
    <ToastProvider closeLabel="Close" label="Notices">
      <OverlaySpecimens />
    </ToastProvider>
  );
}

function OverlaySpecimens() {
  const say = useToast();
  const [palette, setPalette] = useState(false);
  return (
    <Section title="Over the page">
      <Specimen name="Dialog, sheet, menu, tooltip, toast, palette">
        <Dialog>
          <DialogTrigger asChild>
            <Button look="secondary">End all sessions…</Button>
          </DialogTrigger>
          <DialogPanel
            title="End all sessions?"
            description="You stay signed in here. Everywhere else asks for the password again."
            closeLabel="Close"
          >
            <div className="flex justify-end gap-2">
              <DialogClose asChild>
                <Button look="quiet">Keep them</Button>
              </DialogClose>
              <DialogClose asChild>
                <Button look="danger">End all others</Button>
              </DialogClose>
            </div>
          </DialogPanel>
        </Dialog>
        <Dialog>
          <DialogTrigger asChild>
            <Button look="secondary">Payload</Button>
          </DialogTrigger>
          <SheetPanel title="Payload" closeLabel="Close">
            What the gateway sent.
          </SheetPanel>
        </Dialog>
        <Menu>
          <MenuTrigger asChild>
            <Button look="secondary">Menu</Button>
          </MenuTrigger>
          <MenuPanel>
            <MenuItem>Replay</MenuItem>
            <MenuItem disabled>Refund</MenuItem>
            <MenuSeparator />
            <MenuItem>Copy the id</MenuItem>
          </MenuPanel>
        </Menu>
        <Tooltip tip="Counted since midnight, UTC.">
          <Button look="quiet">Today</Button>
        </Tooltip>
        <Button
          look="secondary"
          onClick={() => say({ title: "Saved.", detail: "Everybody sees it now.", tone: "good" })}
        >
          Say it
        </Button>
        <Button look="secondary" onClick={() => setPalette(true)}>
          Commands (Ctrl K)
        </Button>
      </Specimen>
      <CommandPalette
        commands={COMMANDS}
        label="Commands"
        placeholder="Where to?"
        countLabel={(count) => `${count} to choose from`}
        emptyLabel="Nothing of that name."
        open={palette}
        onOpenChange={setPalette}
      />
    </Section>
  );
}
