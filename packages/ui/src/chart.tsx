import type { ReactNode } from "react";
import { chartScale } from "./art/chart-scale.ts";

export interface ChartPoint {
  label: string;
  value: number;
}

export interface ChartProps {
  title: string;
  points: readonly ChartPoint[];
  /** How a value is written, on the axis and in the table. */
  format: (value: number) => string;
  /** Headings of the table behind the picture. */
  columns: readonly [label: string, value: string];
  /** Opens the table. */
  tableLabel: string;
}

const WIDTH = 640;
const HEIGHT = 200;

/** A figure over time, counted per step: each step a column. */
export function BarChart(props: ChartProps) {
  const scale = chartScale(props.points, WIDTH, HEIGHT);
  return (
    <Chart {...props} top={scale.top}>
      {scale.places.map((place) => (
        <rect
          key={place.label}
          x={place.left + scale.step * 0.19}
          width={scale.step * 0.62}
          y={place.y}
          height={Math.max(HEIGHT - place.y, place.value === 0 ? 0 : 1.5)}
          className="fill-ochre"
        >
          <title>{`${place.label}: ${props.format(place.value)}`}</title>
        </rect>
      ))}
    </Chart>
  );
}

/** A figure over time that goes on between the steps: a line, and the light under it. */
export function LineChart(props: ChartProps) {
  const scale = chartScale(props.points, WIDTH, HEIGHT);
  const path = scale.places.map((place) => `${place.middle},${place.y}`).join(" ");
  const first = scale.places[0];
  const last = scale.places.at(-1);
  return (
    <Chart {...props} top={scale.top}>
      {first && last ? (
        <>
          <polygon points={`${first.middle},${HEIGHT} ${path} ${last.middle},${HEIGHT}`} className="fill-aegean-wash" />
          <polyline
            points={path}
            className="fill-none stroke-aegean"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </>
      ) : null}
    </Chart>
  );
}

function Chart({
  title,
  points,
  format,
  columns,
  tableLabel,
  top,
  children,
}: ChartProps & { top: number; children: ReactNode }) {
  return (
    <figure className="grid gap-2">
      <figcaption className="font-medium text-sm">{title}</figcaption>
      <div className="figures grid grid-cols-[auto_1fr] gap-x-3 text-ink-faint text-xs">
        <div aria-hidden="true" className="flex h-44 flex-col justify-between text-right">
          <span>{format(top)}</span>
          <span>{format(0)}</span>
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className="h-44 w-full border-line-strong border-b"
        >
          <path
            d={`M0 0.5H${WIDTH} M0 ${HEIGHT / 2}H${WIDTH}`}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
          {children}
        </svg>
        <span />
        <div aria-hidden="true" className="flex justify-between pt-1">
          <span>{points[0]?.label}</span>
          <span>{points.length > 1 ? points.at(-1)?.label : null}</span>
        </div>
      </div>
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded-sm text-aegean">{tableLabel}</summary>
        <table className="figures mt-2 w-full max-w-form text-left">
          <caption className="sr-only">{title}</caption>
          <thead className="border-line border-b text-ink-faint text-xs">
            <tr>
              <th scope="col" className="py-1 font-medium">
                {columns[0]}
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {columns[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.label} className="border-line border-b">
                <th scope="row" className="py-1 font-normal">
                  {point.label}
                </th>
                <td className="py-1 text-right">{format(point.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
