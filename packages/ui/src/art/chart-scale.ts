/** A value at its place in the picture; y runs downwards. */
export interface Place {
  readonly label: string;
  readonly value: number;
  readonly left: number;
  readonly middle: number;
  readonly y: number;
}

/** Where each value stands in a picture of this size. The axis begins at zero and ends at a round figure. */
export function chartScale(points: readonly { label: string; value: number }[], width: number, height: number) {
  const top = roundUp(Math.max(0, ...points.map((point) => point.value)));
  const step = width / Math.max(1, points.length);
  const places = points.map(
    (point, index): Place => ({
      ...point,
      left: index * step,
      middle: (index + 0.5) * step,
      y: height - (Math.max(0, point.value) / top) * height,
    }),
  );
  return { top, step, places };
}

/** The next of 1, 2, 4, 5, 10, 20, 40 … above a value; 1 for nothing. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 4, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return lead * power;
}
