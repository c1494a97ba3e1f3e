import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, day, night]) => [
    name,
    { day, night },
  ]),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string, hour: "day" | "night"): number {
  const [light = 0, dark = 0] = [front, back]
    .map((name) => luminance(tokens.get(name)?.[hour] ?? "#000000"))
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "surface", "stone"];
const texts = ["ink", "ink-soft", "ink-faint", "aegean", "ochre-ink", "moss", "madder"];
const onWash = [
  ["ochre-ink", "ochre-wash"],
  ["aegean", "aegean-wash"],
  ["moss", "moss-wash"],
  ["madder", "madder-wash"],
  ["on-action", "action"],
  ["on-action", "action-hover"],
  ["ink", "stone-deep"],
  ...["ochre-wash", "aegean-wash", "moss-wash", "madder-wash"].map((wash) => ["ink-soft", wash]),
];

test.each(["day", "night"] as const)("text can be read on everything it stands on, by %s", (hour) => {
  const pairs = [...texts.flatMap((text) => grounds.map((ground) => [text, ground])), ...onWash];
  const unreadable = pairs.filter(([text = "", ground = ""]) => contrast(text, ground, hour) < 4.5);
  expect(unreadable).toEqual([]);
});

test.each(["day", "night"] as const)("edges of controls and marks can be seen, by %s", (hour) => {
  const pairs = ["line-strong", "ochre", "aegean"].flatMap((mark) =>
    ["paper", "surface"].map((ground) => [mark, ground]),
  );
  expect(pairs.filter(([mark = "", ground = ""]) => contrast(mark, ground, hour) < 3)).toEqual([]);
});
