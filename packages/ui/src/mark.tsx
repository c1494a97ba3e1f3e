import { cn } from "./cn.tsx";

/** The sign of Stoa: four columns in a row that runs away from us, and the beam they carry. */
export function StoaMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" className={cn("size-6", className)}>
      <path
        d="M1 2.5 23 8v1.8L1 6.2Z M2 9h5v13.5H2Z M10 9.8h3.6v11.4H10Z M16.2 10.6h2.5v9.4h-2.5Z M21 11.3h1.6v7.7H21Z"
        fill="currentColor"
      />
    </svg>
  );
}

/** The sign and the name. */
export function StoaName({ className }: { className?: string }) {
  return (
    <span className={cn("title inline-flex items-baseline gap-2 text-xl leading-none", className)}>
      <StoaMark className="size-[0.86em] translate-y-[0.06em] text-ochre" />
      Stoa
    </span>
  );
}
