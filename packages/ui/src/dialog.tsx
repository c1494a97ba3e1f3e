"use client";

import { X } from "lucide-react";
import { Dialog as Part } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.tsx";

export const Dialog = Part.Root;
export const DialogTrigger = Part.Trigger;
export const DialogClose = Part.Close;

interface PanelProps {
  title: ReactNode;
  description?: ReactNode;
  /** The name of the closing cross. */
  closeLabel: string;
  className?: string;
  children: ReactNode;
}

/** A question that must be answered before going on. */
export function DialogPanel(props: PanelProps) {
  return (
    <Panel
      {...props}
      className={cn(
        "animate-rise top-[12vh] left-1/2 max-h-[76vh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg",
        props.className,
      )}
    />
  );
}

/** Something long beside the page: it comes in from the side and leaves the page in sight. */
export function SheetPanel(props: PanelProps) {
  return (
    <Panel {...props} className={cn("animate-slide-in inset-y-0 right-0 w-[min(32rem,100vw)]", props.className)} />
  );
}

function Panel({ title, description, closeLabel, className, children }: PanelProps) {
  return (
    <Part.Portal>
      <Part.Overlay className="fixed inset-0 z-40 bg-shade" />
      <Part.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn("fixed z-50 overflow-y-auto border border-line bg-surface p-6 text-ink shadow-lifted", className)}
      >
        <div className="flex items-start justify-between gap-4">
          <Part.Title className="title text-xl">{title}</Part.Title>
          <Part.Close
            aria-label={closeLabel}
            className="-mt-1 -mr-2 grid size-9 place-items-center rounded-md text-ink-soft hover:bg-stone"
          >
            <X aria-hidden="true" className="size-4.5" />
          </Part.Close>
        </div>
        {description ? <Part.Description className="mt-2 text-ink-soft">{description}</Part.Description> : null}
        <div className="mt-5">{children}</div>
      </Part.Content>
    </Part.Portal>
  );
}
