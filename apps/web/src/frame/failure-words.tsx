"use client";

import { createContext, type ReactNode, useContext } from "react";

export interface FailureWords {
  title: string;
  detail: string;
  again: string;
  home: string;
  reference: string;
}

const Words = createContext<FailureWords>({ title: "", detail: "", again: "", home: "", reference: "" });

/** An error page is drawn in the browser, where no messages are; it finds its few words here. */
export function FailureWordsProvider({ words, children }: { words: FailureWords; children: ReactNode }) {
  return <Words value={words}>{children}</Words>;
}

export function useFailureWords(): FailureWords {
  return useContext(Words);
}
