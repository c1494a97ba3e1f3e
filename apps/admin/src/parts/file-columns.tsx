import type { ReactNode } from "react";
import { Section } from "./section.tsx";

/** What a file that is imported has to hold, heading by heading. */
export function FileColumns({
  columns,
  children,
}: {
  columns: readonly (readonly [name: string, meaning: string])[];
  children: ReactNode;
}) {
  return (
    <Section title="What the file holds">
      <p className="max-w-reading text-ink-soft text-sm">{children}</p>
      <dl className="grid max-w-3xl gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[max-content_minmax(0,1fr)]">
        {columns.map(([name, meaning]) => (
          <div key={name} className="contents">
            <dt className="figures font-medium">{name}</dt>
            <dd className="text-ink-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
