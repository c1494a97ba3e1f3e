/** What an Auth.js handler is to be given in place of what came. */
interface AuthRequest {
  url: string;
  headers: Headers;
}

/**
 * The request without an address to go on to that cannot be read, in the query or in the cookie that Auth.js keeps it in.
 * Auth.js takes such a one for a mistake in its settings and answers 500, at each of its paths and for as long as the
 * browser keeps the cookie.
 */
export function withReadableCallback(request: Request, cookieName: string): AuthRequest {
  const url = new URL(request.url);
  const asked = url.searchParams.get("callbackUrl");
  if (asked !== null && !isReadable(asked)) url.searchParams.delete("callbackUrl");
  const headers = new Headers(request.headers);
  const cookies = (headers.get("cookie") ?? "").split(/;\s*/);
  const kept = cookies.filter((cookie) => {
    const [name, value = ""] = cookie.split(/=(.*)/s);
    return name !== cookieName || isReadable(decoded(value));
  });
  if (kept.length < cookies.length) headers.set("cookie", kept.join("; "));
  return { url: url.href, headers };
}

/** A path here or a whole address, by Auth.js's own measure. */
function isReadable(address: string): boolean {
  if (!URL.canParse(address, address.startsWith("/") ? "http://here.invalid" : undefined)) return false;
  return address.startsWith("/") || /^https?:/.test(address);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
