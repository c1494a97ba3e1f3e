import { readFileSync } from "node:fs";
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
/** `{name}` and `{count, plural, …}`; the words inside a plural's branches are no slots. */
const slotsOf = (message = "") =>
  [...new Set([...message.matchAll(/\{(\w+)(?:, plural,|\})/g)].map((match) => match[1]))].sort();

const english = messagesIn("en");

test.each(LOCALES)("every message is there in %s, with the same slots", (locale) => {
  const messages = messagesIn(locale);
  expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
  const different = [...english].filter(([key, text]) => String(slotsOf(messages.get(key))) !== String(slotsOf(text)));
  expect(different.map(([key]) => key)).toEqual([]);
  expect([...messages].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
});
