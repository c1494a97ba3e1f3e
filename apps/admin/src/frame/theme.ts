/** The shop's cookie as well: on one host, day and night are chosen once. */
export const THEME_COOKIE = "stoa_theme";
const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function isTheme(value: string | undefined): value is Theme {
  return THEMES.some((theme) => theme === value);
}
