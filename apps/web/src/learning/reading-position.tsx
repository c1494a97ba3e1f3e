"use client";

import { useEffect } from "react";
import { trpc } from "../trpc/client.tsx";

/** How often a reader's place is told while they read; and always when they leave. */
const TELL_EVERY_MS = 10_000;
/** Before this share a lesson has not been begun, after it there is nothing to go back to. */
const BEGUN = 0.04;
const ENDED = 0.96;

/** Takes the reader back to where they stopped, and remembers how far they come. Draws nothing. */
export function ReadingPosition({ lessonId, position }: { lessonId: string; position: number }) {
  const { mutate } = trpc.learning.saveProgress.useMutation({ retry: false });

  useEffect(() => {
    if (position > BEGUN && position < ENDED && window.location.hash === "") {
      window.scrollTo({ top: position * scrollable(), behavior: "instant" });
    }
  }, [position]);

  useEffect(() => {
    let furthest = position;
    let told = position;
    const look = () => {
      furthest = Math.max(furthest, Math.min(1, window.scrollY / Math.max(1, scrollable())));
    };
    const tell = () => {
      if (furthest - told < 0.01) return;
      told = furthest;
      mutate({ lessonId, position: furthest });
    };
    const onHide = () => document.visibilityState === "hidden" && tell();
    window.addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", onHide);
    const timer = setInterval(tell, TELL_EVERY_MS);
    return () => {
      window.removeEventListener("scroll", look);
      document.removeEventListener("visibilitychange", onHide);
      clearInterval(timer);
      tell();
    };
  }, [lessonId, position, mutate]);
  return null;
}

function scrollable(): number {
  return document.documentElement.scrollHeight - window.innerHeight;
}
