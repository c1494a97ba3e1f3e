import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.tsx";

interface ChoiceProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

const box =
  "mt-0.5 size-5 shrink-0 appearance-none border border-line-strong bg-surface transition-colors duration-(--quick) hover:border-ink checked:border-action checked:bg-action disabled:opacity-50 aria-invalid:border-madder";

function Choice({ control, label, hint }: { control: ReactNode; label: ReactNode; hint?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control comes in as a prop
    <label className="flex cursor-pointer gap-3 py-1 has-disabled:cursor-not-allowed has-disabled:text-ink-faint">
      {control}
      <span>
        <span className="block text-base">{label}</span>
        {hint ? <span className="block text-ink-faint text-sm">{hint}</span> : null}
      </span>
    </label>
  );
}

/** Yes or no, sent with its form. */
export function Checkbox({ label, hint, className, ...rest }: ChoiceProps) {
  return (
    <Choice
      label={label}
      hint={hint}
      control={
        <span className="relative inline-grid place-items-center self-start">
          <input type="checkbox" className={cn(box, "peer rounded-sm", className)} {...rest} />
          <svg
            viewBox="0 0 12 12"
            aria-hidden="true"
            className="pointer-events-none absolute mt-0.5 hidden size-3.5 text-on-action peer-checked:block"
          >
            <path d="m2 6.5 3 3 5-7" fill="none" stroke="currentColor" strokeWidth="2" />
          </svg>
        </span>
      }
    />
  );
}

/** One of several; put them in a `RadioGroup`. */
export function Radio({ label, hint, className, ...rest }: ChoiceProps) {
  return (
    <Choice
      label={label}
      hint={hint}
      control={
        <input
          type="radio"
          className={cn(box, "rounded-full checked:border-6 checked:bg-surface", className)}
          {...rest}
        />
      }
    />
  );
}

/** A question with several answers, told as one group. */
export function RadioGroup({
  legend,
  error,
  id,
  children,
}: {
  legend: ReactNode;
  error?: string;
  id: string;
  children: ReactNode;
}) {
  return (
    <fieldset className="grid gap-1" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 font-medium text-sm">{legend}</legend>
      {children}
      {error ? (
        <p id={`${id}-error`} className="text-madder text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
