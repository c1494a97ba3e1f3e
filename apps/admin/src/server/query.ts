/** The search params of a page as Next gives them. */
export type Search = Promise<Record<string, string | string[] | undefined>>;

/** Each param's first value; a link that somebody bent must not break the page. */
export async function plain(search: Search): Promise<Record<string, string>> {
  const entries = Object.entries(await search).map(
    ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
  );
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""),
  );
}

/** A link to the same list with other params; empty ones fall away. */
export function href(path: string, params: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams(
    Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The value when it is one of the allowed, else nothing. */
export function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}
