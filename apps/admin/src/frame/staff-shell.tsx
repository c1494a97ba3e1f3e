"use client";

import { AppShell } from "@stoa/ui/app-shell";
import { StoaMark } from "@stoa/ui/mark";
import { ToastProvider } from "@stoa/ui/toast";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PendingLink } from "../parts/pending-link.tsx";
import { Palette } from "./palette.tsx";
import { roomOf, roomsFor } from "./sections.ts";
import { useStyleNonce } from "./use-style-nonce.ts";

export interface StaffShellProps {
  permissions: readonly string[];
  /** What waits, by room. */
  counts: Readonly<Record<string, number>>;
  person: ReactNode;
  foot: ReactNode;
  children: ReactNode;
}

/** The frame of the rooms. It is drawn in the browser, because only there it is known which room one has walked into. */
export function StaffShell({ permissions, counts, person, foot, children }: StaffShellProps) {
  useStyleNonce();
  const here = roomOf(usePathname());
  const sections = roomsFor(permissions);
  return (
    <AppShell
      skipLabel="Skip to the page"
      navLabel="Rooms"
      menuLabel="All rooms"
      name={
        <Link href="/" className="flex items-center gap-2.5 rounded-sm font-medium">
          <StoaMark className="text-ochre" />
          Stoa <span className="font-normal text-ink-faint">staff</span>
        </Link>
      }
      link={PendingLink}
      sections={sections.map((section) => ({
        title: section.title,
        links: section.rooms.map((room) => ({
          href: room.href,
          label: room.label,
          current: room.href === here,
          count: counts[room.href] || undefined,
        })),
      }))}
      barLabel="Go to, and who you are"
      bar={
        <>
          <Palette sections={sections} permissions={permissions} />
          <div className="ml-auto flex items-center gap-3">{person}</div>
        </>
      }
      foot={foot}
    >
      <ToastProvider closeLabel="Close" label="What was done">
        {children}
      </ToastProvider>
    </AppShell>
  );
}
