import { chanceOf } from "./chance.ts";
import { PALETTES, type Palette } from "./palettes.ts";

/** A flat shape of the picture, in the order in which it is painted. */
export interface Shape {
  readonly points: string;
  readonly fill: string;
  readonly opacity?: number;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly lamp: { readonly x: number; readonly y: number; readonly r: number };
  readonly shapes: readonly Shape[];
}

interface View {
  readonly width: number;
  readonly height: number;
  readonly horizon: number;
  /** Where the rows of columns run together. */
  readonly vanish: number;
  /** How far the light throws a shadow to the side, in column widths; negative is to the left. */
  readonly slant: number;
  readonly palette: Palette;
}

type Point = readonly [x: number, y: number];

/**
 * The picture of a word: a colonnade in one of seven lights, seen along, from the flank or from the front. The same
 * word always gives the same picture, so that a course needs no artwork and is still known by its cover.
 */
export function colonnadeOf(word: string, width = 480, height = 300): Scene {
  const chance = chanceOf(word);
  const palette = PALETTES[Math.floor(chance() * PALETTES.length)] ?? PALETTES[0];
  if (!palette) throw new Error("A colonnade needs a palette.");
  const kind = Math.floor(chance() * 3);
  const side = chance() < 0.5 ? -1 : 1;
  const view: View = {
    width,
    height,
    palette,
    horizon: height * (0.56 + chance() * 0.12),
    vanish: width * (kind === 0 ? 0.42 + chance() * 0.16 : side < 0 ? 0.86 : 0.14),
    slant: (0.6 + chance() * 0.9) * side,
  };
  const spacing = 0.66 + chance() * 0.1;
  const columns = kind === 2 ? front(view, chance) : along(view, spacing, kind === 0 ? [-1, 1] : [side]);
  const lampX = kind === 0 ? view.vanish : width * (0.2 + chance() * 0.6);
  return {
    width,
    height,
    palette,
    lamp: {
      x: round(lampX),
      y: round(view.horizon - height * (0.12 + chance() * 0.2)),
      r: round(height * (0.07 + chance() * 0.09)),
    },
    shapes: [haze(view), floor(view), ...columns],
  };
}

/** Rows that run away from us, the far columns painted first. */
function along(view: View, spacing: number, sides: readonly number[]): Shape[] {
  const scales = Array.from({ length: 8 }, (_, step) => spacing ** step).reverse();
  const reach = sides.length === 2 ? Math.min(view.vanish, view.width - view.vanish) * 0.96 : view.width * 0.8;
  return sides.flatMap((side) => [
    ...scales.flatMap((scale) =>
      column(view, {
        x: view.vanish + side * reach * scale,
        width: view.width * 0.15 * scale,
        base: view.horizon + (view.height - view.horizon) * 0.9 * scale,
        top: view.horizon - view.height * 0.95 * scale,
      }),
    ),
    lintel(view, side, reach),
  ]);
}

/** A row that faces us, cropped by the frame on both sides. */
function front(view: View, chance: () => number): Shape[] {
  const count = 4 + Math.floor(chance() * 3);
  const pitch = view.width / count;
  const offset = (chance() - 0.5) * pitch;
  return Array.from({ length: count + 2 }, (_, index) =>
    column(view, {
      x: offset + (index - 0.5) * pitch,
      width: pitch * 0.36,
      base: view.horizon + (view.height - view.horizon) * 0.34,
      top: -1,
    }),
  ).flat();
}

interface ColumnAt {
  x: number;
  width: number;
  base: number;
  top: number;
}

/** One column: the shadow it throws on the floor, its dark side, its lit side. */
function column({ palette, slant, height }: View, { x, width, base, top }: ColumnAt): Shape[] {
  const left = x - width / 2;
  const right = x + width / 2;
  const edge = slant > 0 ? left + width * 0.62 : left + width * 0.38;
  const lit: readonly [number, number] = slant > 0 ? [left, edge] : [edge, right];
  const fall = (height - base) * 1.1 + width;
  const throwX = slant * fall;
  return [
    shape(
      [
        [left, base],
        [right, base],
        [right + throwX, base + fall],
        [left + throwX, base + fall],
      ],
      palette.shade,
      0.45,
    ),
    shape(
      [
        [left, top],
        [right, top],
        [right, base],
        [left, base],
      ],
      palette.shade,
    ),
    shape(
      [
        [lit[0], top],
        [lit[1], top],
        [lit[1], base],
        [lit[0], base],
      ],
      palette.lit,
    ),
  ];
}

/** The beam over a row: it lies on the columns and runs to the same point. */
function lintel({ vanish, horizon, height, palette }: View, side: number, reach: number): Shape {
  const rise = height * 0.95;
  const at = (lift: number): Point => [vanish + side * reach * 1.6, horizon - rise * 1.6 * lift];
  return shape([[vanish, horizon], at(1.4), at(0.93)], palette.shade);
}

function haze({ width, horizon, height, palette }: View): Shape {
  const top = horizon - height * 0.16;
  return shape(
    [
      [0, top],
      [width, top],
      [width, horizon],
      [0, horizon],
    ],
    palette.haze,
  );
}

function floor({ width, height, horizon, palette }: View): Shape {
  return shape(
    [
      [0, horizon],
      [width, horizon],
      [width, height],
      [0, height],
    ],
    palette.floor,
  );
}

function shape(points: readonly Point[], fill: string, opacity?: number): Shape {
  const text = points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  return opacity === undefined ? { points: text, fill } : { points: text, fill, opacity };
}

const round = (value: number) => Math.round(value * 10) / 10;
