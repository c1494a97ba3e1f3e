/** How many series can be told apart by their pattern alone. */
export const SERIES_MAX = 4;

/**
 * The fills of series that stand beside one another: told apart by pattern as well as by colour. `id` keeps the patterns of
 * two charts on one page apart.
 */
export function SeriesPatterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-1`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="8" height="8" className="fill-aegean-wash" />
        <rect width="4" height="8" className="fill-aegean" />
      </pattern>
      <pattern id={`${id}-2`} width="7" height="7" patternUnits="userSpaceOnUse">
        <rect width="7" height="7" className="fill-stone" />
        <circle cx="3.5" cy="3.5" r="2" className="fill-ink" />
      </pattern>
      <pattern id={`${id}-3`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" className="fill-surface" />
        <rect width="6" height="2" className="fill-madder" />
      </pattern>
    </defs>
  );
}

/** What a shape of the series at this place is drawn with. */
export function seriesFill(id: string, at: number): { className?: string; fill?: string } {
  return at % SERIES_MAX === 0 ? { className: "fill-ochre" } : { fill: `url(#${id}-${at % SERIES_MAX})` };
}

/** A piece of a series' fill beside its name. */
export function SeriesSwatch({ id, at }: { id: string; at: number }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4 shrink-0 rounded-sm border border-line">
      <SeriesPatterns id={`${id}-swatch-${at}`} />
      <rect width="16" height="16" {...seriesFill(`${id}-swatch-${at}`, at)} />
    </svg>
  );
}
