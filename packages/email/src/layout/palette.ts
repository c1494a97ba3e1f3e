interface Palette {
  page: string;
  sheet: string;
  line: string;
  ink: string;
  quiet: string;
  link: string;
  accent: string;
}

/** The tokens of `packages/ui` by day and by night; mails know no variables, so the few they need are written out. */
export const LIGHT: Palette = {
  page: "#f6f4ef",
  sheet: "#fdfcfa",
  line: "#d9d3c6",
  ink: "#1b1d22",
  quiet: "#625e57",
  link: "#14566b",
  accent: "#bb7510",
};

export const DARK: Palette = {
  page: "#14161b",
  sheet: "#1b1e24",
  line: "#343841",
  ink: "#eeeae1",
  quiet: "#a5a096",
  link: "#86c0d2",
  accent: "#dda13a",
};

/** The sign of Stoa, four columns that run away from us, as a background: mail programs drop SVG. */
export function columns(colour: string): string {
  const edges = [0, 5, 9, 13, 15, 18, 20, 22];
  const stops = edges.slice(0, -1).map((from, i) => `${i % 2 ? "transparent" : colour} ${from}px ${edges[i + 1]}px`);
  return `linear-gradient(90deg,${stops.join(",")})`;
}

/** Repeats the inline colours for dark mode, where a class has to win over an inline style. */
export const STYLE_SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:${DARK.page}!important;color:${DARK.ink}!important}
.sheet{background:${DARK.sheet}!important;border-color:${DARK.line}!important}
.line{border-color:${DARK.line}!important}
.quiet{color:${DARK.quiet}!important}
.link{color:${DARK.link}!important}
.button{background:${DARK.ink}!important;color:${DARK.sheet}!important}
.bars{background:${columns(DARK.accent)}!important}
}`;
