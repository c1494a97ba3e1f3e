import type { ReactNode } from "react";

export const CHART_WIDTH = 640;
export const CHART_HEIGHT = 200;

export interface ChartFrameProps {
  title: string;
  /** What the axis says at its top and at its foot. */
  axis: readonly [top: string, foot: string];
  /** What stands below the first and the last step. */
  ends: readonly [first: string | undefined, last: string | undefined];
  /** The figures behind the picture: headings, then a row for each step. */
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** Opens the table. */
  tableLabel: string;
  legend?: ReactNode;
  children: ReactNode;
}

/** The frame of every chart: its title, axis and ends, and the table that says the same in words. */
export function ChartFrame({ title, axis, ends, legend, children, ...table }: ChartFrameProps) {
  return (
    <figure className="grid gap-2">
      <figcaption className="font-medium text-sm">{title}</figcaption>
      {legend}
      <div className="figures grid grid-cols-[auto_1fr] gap-x-3 text-ink-faint text-xs">
        <div aria-hidden="true" className="flex h-44 flex-col justify-between text-right">
          <span>{axis[0]}</span>
          <span>{axis[1]}</span>
        </div>
        <svg
          viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className="h-44 w-full border-line-strong border-b"
        >
          <path
            d={`M0 0.5H${CHART_WIDTH} M0 ${CHART_HEIGHT / 2}H${CHART_WIDTH}`}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
          {children}
        </svg>
        <span />
        <div aria-hidden="true" className="flex justify-between pt-1">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      </div>
      <ChartTable title={title} {...table} />
    </figure>
  );
}

function ChartTable({
  title,
  columns,
  rows,
  tableLabel,
}: Pick<ChartFrameProps, "title" | "columns" | "rows" | "tableLabel">) {
  const [first, ...others] = columns;
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded-sm text-aegean">{tableLabel}</summary>
      <table className="figures mt-2 w-full max-w-form text-left">
        <caption className="sr-only">{title}</caption>
        <thead className="border-line border-b text-ink-faint text-xs">
          <tr>
            <th scope="col" className="py-1 font-medium">
              {first}
            </th>
            {others.map((column) => (
              <th key={column} scope="col" className="py-1 pl-4 text-right font-medium">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, ...values]) => (
            <tr key={label} className="border-line border-b">
              <th scope="row" className="py-1 font-normal">
                {label}
              </th>
              {others.map((column, at) => (
                <td key={column} className="py-1 pl-4 text-right">
                  {values[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
