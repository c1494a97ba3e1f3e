import { Fragment, type ReactNode } from "react";

/** Names and values of one record, side by side. */
export function Facts({ rows }: { rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm">
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-faint">{name}</dt>
          <dd className="figures min-w-0 break-words">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
