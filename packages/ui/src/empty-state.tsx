import type { ReactNode } from "react";

/** Nothing here yet: why, and what would put something here. The bays stand empty. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-start gap-3 border-line border-y py-10">
      <svg viewBox="0 0 120 36" aria-hidden="true" className="h-9 text-line-strong">
        {[0, 24, 48, 72, 96].map((x) => (
          <rect key={x} x={x + 8} y="4" width="7" height="28" fill="currentColor" opacity="0.55" />
        ))}
        <path d="M0 1.5h120M0 34.5h120" stroke="currentColor" />
      </svg>
      <p className="title text-xl">{title}</p>
      {children ? <div className="max-w-reading text-ink-soft">{children}</div> : null}
      {action}
    </div>
  );
}
