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
  const row = kind === 2 ? front(view, chance) : along(view, spacing, kind === 0 ? [-1, 1] : [side]);
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
    shapes: [haze(view), floor(view), ...row.shadows, ...row.stone],
  };
}

/** Shadows lie under all stone, so they are painted first. */
interface Row {
  shadows: Shape[];
  stone: Shape[];
}

/** Rows that run away from us, the far columns painted first. */
function along(view: View, spacing: number, sides: readonly number[]): Row {
  const scales = Array.from({ length: 8 }, (_, step) => spacing ** step).reverse();
  const reach = sides.length === 2 ? Math.min(view.vanish, view.width - view.vanish) * 0.96 : view.width * 0.8;
  const places = (side: number) =>
    scales.map((scale) => ({
      x: view.vanish + side * reach * scale,
      width: view.width * 0.15 * scale,
      base: view.horizon + (view.height - view.horizon) * 0.9 * scale,
      // A little into the beam, which is painted over it: the beam slopes, the end of a column does not.
      top: view.horizon - view.height * 1.045 * scale,
    }));
  return {
    shadows: sides.flatMap((side) => places(side).map((at) => shadow(view, at))),
    stone: sides.flatMap((side) => [...places(side).flatMap((at) => column(view, at)), lintel(view, side, reach)]),
  };
}

/** A row that faces us, cropped by the frame on both sides. */
function front(view: View, chance: () => number): Row {
  const count = 4 + Math.floor(chance() * 3);
  const pitch = view.width / count;
  const offset = (chance() - 0.5) * pitch;
  const places = Array.from({ length: count + 2 }, (_, index) => ({
    x: offset + (index - 0.5) * pitch,
    width: pitch * 0.36,
    base: view.horizon + (view.height - view.horizon) * 0.34,
    top: -1,
  }));
  return { shadows: places.map((at) => shadow(view, at)), stone: places.flatMap((at) => column(view, at)) };
}

interface ColumnAt {
  x: number;
  width: number;
  base: number;
  top: number;
}

/** What a column throws on the floor. */
function shadow({ palette, slant, height }: View, { x, width, base }: ColumnAt): Shape {
  const [left, right] = [x - width / 2, x + width / 2];
  const fall = (height - base) * 1.1 + width;
  const aside = slant * fall;
  const points: Point[] = [
    [left, base],
    [right, base],
    [right + aside, base + fall],
    [left + aside, base + fall],
  ];
  return shape(points, palette.shade, 0.45);
}

/** One column: its dark side and its lit side. */
function column({ palette, slant }: View, { x, width, base, top }: ColumnAt): Shape[] {
  const [left, right] = [x - width / 2, x + width / 2];
  const edge = left + width * (slant > 0 ? 0.62 : 0.38);
  const side = (from: number, to: number): Point[] => [
    [from, top],
    [to, top],
    [to, base],
    [from, base],
  ];
  const lit = slant > 0 ? side(left, edge) : side(edge, right);
  return [shape(side(left, right), palette.shade), shape(lit, palette.lit)];
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
