import { useId } from "react";
import { chartScale } from "./art/chart-scale.ts";
import { CHART_HEIGHT, CHART_WIDTH, ChartFrame } from "./chart-frame.tsx";
import { SeriesPatterns, SeriesSwatch, seriesFill } from "./series.tsx";

export interface StackedChartProps {
  title: string;
  /** What the series are called, from the foot of a column upwards; at most four can be told apart. */
  series: readonly string[];
  points: readonly { label: string; values: readonly number[] }[];
  format: (value: number) => string;
  /** Heading of the steps, in the table behind the picture. */
  stepLabel: string;
  tableLabel: string;
}

/** Several figures over time that add up: each step a column of layers. What is below zero stands in the table alone. */
export function StackedChart({ title, series, points, format, stepLabel, tableLabel }: StackedChartProps) {
  const id = useId();
  const sums = points.map(({ label, values }) => ({
    label,
    value: values.reduce((sum, each) => sum + above(each), 0),
  }));
  const { top, step, places } = chartScale(sums, CHART_WIDTH, CHART_HEIGHT);
  return (
    <ChartFrame
      title={title}
      axis={[format(top), format(0)]}
      ends={[points[0]?.label, points.length > 1 ? points.at(-1)?.label : undefined]}
      columns={[stepLabel, ...series]}
      rows={points.map(({ label, values }) => [label, ...values.map(format)])}
      tableLabel={tableLabel}
      legend={
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {series.map((name, at) => (
            <li key={name} className="flex items-center gap-2">
              <SeriesSwatch id={id} at={at} />
              {name}
            </li>
          ))}
        </ul>
      }
    >
      <SeriesPatterns id={id} />
      {points.map(({ label, values }, index) =>
        layersOf(values).map(({ at, from, value }) => (
          <rect
            key={`${label}-${series[at]}`}
            x={(places[index]?.left ?? 0) + step * 0.19}
            width={step * 0.62}
            y={CHART_HEIGHT - ((from + value) / top) * CHART_HEIGHT}
            height={(value / top) * CHART_HEIGHT}
            {...seriesFill(id, at)}
          >
            <title>{`${label}, ${series[at]}: ${format(value)}`}</title>
          </rect>
        )),
      )}
    </ChartFrame>
  );
}

const above = (value: number) => Math.max(0, value);

/** The layers of one column that can be seen, each standing on those before it. */
function layersOf(values: readonly number[]) {
  let from = 0;
  return values.flatMap((value, at) => {
    const layer = { at, from, value };
    from += above(value);
    return value > 0 ? [layer] : [];
  });
}
