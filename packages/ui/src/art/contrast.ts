/** WCAG 2.2, 1.4.3: for text of the usual size. */
export const LEAST_CONTRAST = 4.5;
const INK = "#16140f";

/** The wished colour for text on a background, or ink where that could not be read. Colours as `#rrggbb`. */
export function readableOn(background: string, wish: string): string {
  return contrastOf(background, wish) >= LEAST_CONTRAST ? wish : INK;
}

/** How far two colours stand apart, from 1 to 21, by WCAG's relative luminance. */
export function contrastOf(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminanceOf(left), luminanceOf(right)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
