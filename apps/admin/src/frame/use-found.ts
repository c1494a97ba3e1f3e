"use client";

import { useEffect, useState } from "react";
import type { FoundLink } from "./found-link.ts";

/** Long enough that a word is typed out, short enough that nobody waits. */
const PAUSE_MS = 180;
const LEAST = 2;

interface Found {
  readonly links: readonly FoundLink[];
  /** Why there is nothing more to see; null when all is there. */
  readonly status: string | null;
}

const NOTHING: Found = { links: [], status: null };

/** Looks for records once the typing pauses. An answer to older words is dropped, and never shown under newer ones. */
export function useFound(query: string): Found {
  const words = query.trim();
  const [answer, setAnswer] = useState<Found & { words: string }>({ ...NOTHING, words: "" });
  useEffect(() => {
    if (words.length < LEAST) return;
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const found = await find(words, asked.signal);
      if (!asked.signal.aborted) setAnswer({ ...found, words });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [words]);
  if (words.length < LEAST) return NOTHING;
  return answer.words === words ? answer : { links: [], status: "Looking…" };
}

async function find(words: string, signal: AbortSignal): Promise<Found> {
  try {
    const response = await fetch(`/find?${new URLSearchParams({ q: words })}`, { signal });
    if (response.status === 401) return { links: [], status: "Your session is over. Sign in again to search." };
    if (!response.ok) return { links: [], status: "Records could not be looked for just now." };
    const { items } = (await response.json()) as { items: FoundLink[] };
    return { links: items, status: null };
  } catch {
    return { links: [], status: "Records could not be looked for just now." };
  }
}
