/** A path of this site to go on to. Anything else, however it is dressed up, is the overview (no open redirect, P15). */
export function pathOfOurs(value: string | undefined): string {
  if (!value?.startsWith("/") || /[\\\p{Cc}]/u.test(value)) return "/";
  const base = "http://stoa.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  return url?.origin === base ? `${url.pathname}${url.search}` : "/";
}
