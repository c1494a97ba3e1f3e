/**
 * An affiliate's link to a page of the shop, from what they pasted: its whole address or its path. Null for a page of
 * somewhere else. Pure.
 */
export function deepLink(page: string, { shop, code }: { shop: string; code: string }): string | null {
  const typed = page.trim();
  if (!URL.canParse(typed, shop)) return null;
  const url = new URL(typed, shop);
  if (url.origin !== new URL(shop).origin) return null;
  url.searchParams.set("ref", code);
  return url.href;
}
