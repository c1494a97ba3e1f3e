import { colonnadeOf } from "./art/colonnade.ts";
import { cn } from "./cn.tsx";

/** How a cover is cut: lying for cards and pages, standing for the bays of the home page. */
const CUTS = { lying: [480, 300], standing: [260, 420], wide: [960, 360] } as const;

/** The picture of a course, drawn from its slug. It says nothing that the title beside it does not, so it is silent. */
export function CourseCover({
  slug,
  cut = "lying",
  className,
}: {
  slug: string;
  cut?: keyof typeof CUTS;
  className?: string;
}) {
  const [width, height] = CUTS[cut];
  const { palette, lamp, shapes } = colonnadeOf(slug, width, height);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid slice"
      className={cn("block w-full overflow-hidden", className)}
      style={{ aspectRatio: `${width} / ${height}` }}
      aria-hidden="true"
      focusable="false"
    >
      <rect width={width} height={height} fill={palette.sky} />
      <circle cx={lamp.x} cy={lamp.y} r={lamp.r} fill={palette.lamp} />
      {shapes.map((shape) => (
        <polygon
          key={`${shape.fill}${shape.points}`}
          points={shape.points}
          fill={shape.fill}
          fillOpacity={shape.opacity}
        />
      ))}
    </svg>
  );
}
