import { buttonLook } from "@stoa/ui/button";
import type { ReactNode } from "react";
import { ActForm, type ActFormProps } from "./act-form.tsx";

export interface ConfirmedProps extends ActFormProps {
  /** What stands on the page; the step itself is the button behind it. */
  ask: string;
  /** What will happen, and what cannot be taken back. */
  consequence: ReactNode;
  /** In a list: the button waits for the pointer, so that a column of them is no wall of warnings. */
  quiet?: boolean;
}

/** A step that is thought over first: the button opens what it means, and the button there does it. No script needed. */
export function Confirmed({ ask, consequence, quiet, ...form }: ConfirmedProps) {
  return (
    <details className="w-fit open:w-full open:max-w-3xl open:rounded-md open:border open:border-line open:bg-surface open:p-4">
      <summary
        className={buttonLook({
          look: quiet ? "quiet" : form.look === "danger" ? "danger" : "secondary",
          size: form.size ?? "sm",
          className: "list-none [&::-webkit-details-marker]:hidden cursor-pointer",
        })}
      >
        {ask}
      </summary>
      <div className="grid gap-4 pt-4">
        <div className="max-w-reading text-ink-soft text-sm">{consequence}</div>
        <ActForm {...form} />
      </div>
    </details>
  );
}

/** Several such steps, beside one another as far as there is room. */
export function Decisions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-start gap-3">{children}</div>;
}
