"use client";

import { X } from "lucide-react";
import { Toast as Part } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { cn } from "./cn.tsx";

export interface ToastMessage {
  title: string;
  detail?: string;
  tone?: "plain" | "good" | "bad";
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Gives a function that says something in passing. What must not be missed is a `Callout` instead. */
export function useToast(): (message: ToastMessage) => void {
  return useContext(ToastContext);
}

const edge = { plain: "border-l-aegean", good: "border-l-moss", bad: "border-l-madder" } as const;

export function ToastProvider({
  closeLabel,
  label,
  children,
}: {
  closeLabel: string;
  label: string;
  children: ReactNode;
}) {
  const [messages, setMessages] = useState<readonly (ToastMessage & { id: string })[]>([]);
  const say = useCallback((message: ToastMessage) => {
    setMessages((held) => [...held.slice(-2), { ...message, id: crypto.randomUUID() }]);
  }, []);
  const drop = (id: string) => setMessages((held) => held.filter((message) => message.id !== id));
  return (
    <ToastContext value={say}>
      <Part.Provider label={label} duration={6000}>
        {children}
        {messages.map((message) => (
          <Part.Root
            key={message.id}
            onOpenChange={(open) => open || drop(message.id)}
            className={cn(
              "animate-rise flex items-start justify-between gap-4 rounded-md border border-line border-l-4 bg-surface p-4 text-ink shadow-lifted",
              edge[message.tone ?? "plain"],
            )}
          >
            <div>
              <Part.Title className="font-medium text-sm">{message.title}</Part.Title>
              {message.detail ? (
                <Part.Description className="text-ink-soft text-sm">{message.detail}</Part.Description>
              ) : null}
            </div>
            <Part.Close aria-label={closeLabel} className="rounded-sm text-ink-faint hover:text-ink">
              <X aria-hidden="true" className="size-4" />
            </Part.Close>
          </Part.Root>
        ))}
        <Part.Viewport className="fixed right-4 bottom-4 z-50 grid w-[min(24rem,calc(100vw-2rem))] gap-2" />
      </Part.Provider>
    </ToastContext>
  );
}
