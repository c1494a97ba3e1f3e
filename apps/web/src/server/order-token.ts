const ORDER_ID = /^ord_[0-9a-z]{26}$/;

export function isOrderId(value: string): boolean {
  return ORDER_ID.test(value);
}

/** The cookie that holds a guest's token of one order: the page of the order is open to whoever placed it. */
export function orderTokenCookie(orderId: string): string {
  return `stoa_${orderId}`;
}

/** How the browser says which order it asks about; the token itself never leaves its cookie. */
export const ORDER_HEADER = "x-order-id";

/** A request with the order's token out of its cookie, when it names an order and has one. */
export function withOrderToken(request: Request): Request {
  const orderId = request.headers.get(ORDER_HEADER);
  if (!orderId || !isOrderId(orderId)) return request;
  const wanted = `${orderTokenCookie(orderId)}=`;
  const cookie = (request.headers.get("cookie") ?? "").split(/;\s*/).find((entry) => entry.startsWith(wanted));
  if (!cookie) return request;
  const headers = new Headers(request.headers);
  headers.set("x-order-token", cookie.slice(wanted.length));
  // Made anew from its parts: what Next hands over is a proxy, which `new Request(request)` does not take.
  const { url, method, body, signal } = request;
  return new Request(url, { method, headers, body, signal, ...(body ? { duplex: "half" } : {}) });
}
