import type { ReactNode } from "react";

/** A chapter of the design page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-8 border-line-strong border-t pt-5 *:min-w-0">
      <h2 className="title text-2xl">{title}</h2>
      {children}
    </section>
  );
}

/** One component and its states side by side. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-3 *:min-w-0">
      <h3 className="label">{name}</h3>
      <div className="flex flex-wrap items-start gap-4">{children}</div>
    </div>
  );
}
