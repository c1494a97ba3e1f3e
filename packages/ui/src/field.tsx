import type { ReactNode } from "react";
import { cn } from "./cn.tsx";

/** What a control needs to belong to its field: spread it into the input. */
export interface FieldWiring {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

export interface FieldProps {
  /** Also the stem of the ids of hint and error. */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** One sentence: what is wrong and what would be right. */
  error?: string;
  /** Said beside the label, as most fields must be filled in. */
  optional?: string;
  className?: string;
  children: (wiring: FieldWiring) => ReactNode;
}

/** A label, a control, and what to know about it. The error is tied to the control, so that it is heard with it. */
export function Field({ id, label, hint, error, optional, className, children }: FieldProps) {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {optional ? <span className="font-normal text-ink-faint"> ({optional})</span> : null}
      </label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {error ? (
        <p id={`${id}-error`} className="flex gap-2 text-madder text-sm">
          <span aria-hidden="true" className="mt-1 w-0.75 shrink-0 self-stretch bg-madder" />
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-faint text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
