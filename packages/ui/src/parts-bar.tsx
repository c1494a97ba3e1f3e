import { useId } from "react";
import { SeriesPatterns, SeriesSwatch, seriesFill } from "./series.tsx";

export interface PartsBarProps {
  title: string;
  /** The parts of one whole, at most four; the words beside the bar say all that it shows. */
  parts: readonly { name: string; value: number; label: string }[];
}

const WIDTH = 640;
const HEIGHT = 24;

/** What a whole is made of: one bar, cut, with its parts in words below. */
export function PartsBar({ title, parts }: PartsBarProps) {
  const id = useId();
  const whole = parts.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  let from = 0;
  return (
    <figure className="grid gap-2">
      <figcaption className="font-medium text-sm">{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="h-6 w-full rounded-sm bg-stone"
      >
        <SeriesPatterns id={id} />
        {parts.map(({ name, value }, at) => {
          const width = whole === 0 ? 0 : (Math.max(0, value) / whole) * WIDTH;
          const x = from;
          from += width;
          return <rect key={name} x={x} width={width} height={HEIGHT} {...seriesFill(id, at)} />;
        })}
      </svg>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {parts.map(({ name, label }, at) => (
          <div key={name} className="flex items-center gap-2">
            <SeriesSwatch id={id} at={at} />
            <dt className="text-ink-soft">{name}</dt>
            <dd className="figures">{label}</dd>
          </div>
        ))}
      </dl>
    </figure>
  );
}
