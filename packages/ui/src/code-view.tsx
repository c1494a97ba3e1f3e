import type { ReactNode } from "react";

/** A payload or a command, as it is, with a name and room for a copy button. */
export function CodeView({ label, code, action }: { label: string; code: string; action?: ReactNode }) {
  return (
    <figure className="overflow-hidden rounded-md border border-line">
      <figcaption className="flex min-h-10 items-center justify-between gap-4 border-line border-b bg-stone px-3 text-ink-soft text-sm">
        {label}
        {action}
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-112 overflow-auto bg-surface p-4 font-mono text-[0.8125rem] leading-relaxed"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}

/** Any value as JSON, two spaces deep. */
export function JsonView({ label, value, action }: { label: string; value: unknown; action?: ReactNode }) {
  return <CodeView label={label} code={JSON.stringify(value, null, 2) ?? "undefined"} action={action} />;
}
