import type { ReactNode } from "react";
import { chartScale } from "./art/chart-scale.ts";
import { CHART_HEIGHT, CHART_WIDTH, ChartFrame } from "./chart-frame.tsx";

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

/** A figure over time, counted per step: each step a column. */
export function BarChart(props: ChartProps) {
  const scale = chartScale(props.points, CHART_WIDTH, CHART_HEIGHT);
  return (
    <Chart {...props} top={scale.top}>
      {scale.places.map((place) => (
        <rect
          key={place.label}
          x={place.left + scale.step * 0.19}
          width={scale.step * 0.62}
          y={place.y}
          height={Math.max(CHART_HEIGHT - place.y, place.value === 0 ? 0 : 1.5)}
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
  const scale = chartScale(props.points, CHART_WIDTH, CHART_HEIGHT);
  const path = scale.places.map((place) => `${place.middle},${place.y}`).join(" ");
  const first = scale.places[0];
  const last = scale.places.at(-1);
  return (
    <Chart {...props} top={scale.top}>
      {first && last ? (
        <>
          <polygon
            points={`${first.middle},${CHART_HEIGHT} ${path} ${last.middle},${CHART_HEIGHT}`}
            className="fill-aegean-wash"
          />
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
    <ChartFrame
      title={title}
      axis={[format(top), format(0)]}
      ends={[points[0]?.label, points.length > 1 ? points.at(-1)?.label : undefined]}
      columns={columns}
      rows={points.map((point) => [point.label, format(point.value)])}
      tableLabel={tableLabel}
    >
      {children}
    </ChartFrame>
  );
}
