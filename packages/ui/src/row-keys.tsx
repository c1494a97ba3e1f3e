"use client";

import type { KeyboardEvent, ReactNode } from "react";

/** Arrow keys, j and k move between the rows of a table inside: each row's first link takes the focus, Enter opens it. */
export function RowKeys({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to keys of the links inside
    <div onKeyDown={moveBetweenRows}>{children}</div>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>) {
  const step =
    event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
  const focused = event.target instanceof HTMLElement ? event.target : null;
  if (step === 0 || event.metaKey || event.ctrlKey || focused?.matches("input, textarea, select")) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("tbody tr")].flatMap((row) => {
    const link = row.querySelector<HTMLElement>("a, button");
    return link ? [link] : [];
  });
  const at = links.findIndex((link) => link.closest("tr") === focused?.closest("tr"));
  const next = links[at === -1 ? 0 : at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
