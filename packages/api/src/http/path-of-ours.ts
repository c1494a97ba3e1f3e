/**
 * A path of this site to go on to, in its shortest form. Anything else, however it is dressed up, is `otherwise`: no open
 * redirect (P15). The shortened form is looked at, because `/.//elsewhere.example` begins like a path of ours.
 */
export function pathOfOurs(value: string | undefined, otherwise: string): string {
  if (!value?.startsWith("/") || /[\\\p{Cc}]/u.test(value)) return otherwise;
  const base = "http://stoa.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  if (url?.origin !== base || url.pathname.startsWith("//")) return otherwise;
  return `${url.pathname}${url.search}${url.hash}`;
}
