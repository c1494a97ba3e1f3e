"use client";

import { Tooltip as Part } from "radix-ui";
import type { ReactNode } from "react";

/** A word of help on what is already named. Nothing that is needed may live only here. */
export function Tooltip({ tip, children }: { tip: ReactNode; children: ReactNode }) {
  return (
    <Part.Provider delayDuration={300}>
      <Part.Root>
        <Part.Trigger asChild>{children}</Part.Trigger>
        <Part.Portal>
          <Part.Content
            sideOffset={6}
            className="animate-rise z-50 max-w-64 rounded-sm bg-action px-2.5 py-1.5 text-on-action text-xs shadow-lifted"
          >
            {tip}
          </Part.Content>
        </Part.Portal>
      </Part.Root>
    </Part.Provider>
  );
}
