/** Limestone and ink, as in `packages/ui`; mails cannot use its variables, so the few colours they need stand here. */
interface Palette {
  page: string;
  sheet: string;
  line: string;
  ink: string;
  quiet: string;
  link: string;
  accent: string;
}

export const LIGHT: Palette = {
  page: "#efeae0",
  sheet: "#fbf9f4",
  line: "#d9d1c2",
  ink: "#1f242c",
  quiet: "#5c5a54",
  link: "#22577a",
  accent: "#a4512f",
};

const DARK: Palette = {
  page: "#16191e",
  sheet: "#1f242b",
  line: "#3a4049",
  ink: "#ece7dc",
  quiet: "#aca79b",
  link: "#8fc1e3",
  accent: "#dd8a62",
};

/** Repeats the inline colours for dark mode, where a class has to win over an inline style. */
export const STYLE_SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:${DARK.page}!important;color:${DARK.ink}!important}
.sheet{background:${DARK.sheet}!important;border-color:${DARK.line}!important}
.line{border-color:${DARK.line}!important}
.quiet{color:${DARK.quiet}!important}
.link{color:${DARK.link}!important}
.button{background:${DARK.ink}!important;color:${DARK.sheet}!important}
.bars{background:repeating-linear-gradient(90deg,${DARK.accent} 0 3px,transparent 3px 6px)!important}
}`;
