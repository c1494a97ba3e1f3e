import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LOCALES } from "./locales.ts";

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return typeof value === "string" ? [[at, value] as [string, string]] : flat(value, at);
  });
const messagesIn = (locale: string) =>
  new Map(flat(JSON.parse(readFileSync(new URL(`../../messages/${locale}.json`, import.meta.url), "utf8"))));
/** `{name}`, `{count, plural, …}` and `<link>…</link>`; the words inside a plural's branches are no slots. */
const slotsOf = (message = "") =>
  [
    ...new Set([...message.matchAll(/\{(\w+)(?:, plural,|\})|<(\w+)>/g)].map(([, name, tag]) => name ?? `<${tag}>`)),
  ].sort();

const english = messagesIn("en");

test.each(LOCALES)("every message is there in %s, with the same slots", (locale) => {
  const messages = messagesIn(locale);
  expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
  const different = [...english].filter(([key, text]) => String(slotsOf(messages.get(key))) !== String(slotsOf(text)));
  expect(different.map(([key]) => key)).toEqual([]);
  expect([...messages].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
});

test("what a page fills with an element is a tag of its message: a plain slot would break the page", () => {
  const folder = fileURLToPath(new URL("..", import.meta.url));
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));
  const filled = pages.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/\.rich\("([\w.]+)", \{\s*(\w+): \(/g)].map(
      ([, key = "", slot = ""]) => ({ key, slot }),
    ),
  );
  expect(filled.length).toBeGreaterThan(0);
  for (const { key, slot } of filled) {
    const messages = [...english].filter(([path]) => path.endsWith(`.${key}`)).map(([, message]) => slotsOf(message));
    expect(messages, key).toContainEqual(expect.arrayContaining([`<${slot}>`]));
  }
});
