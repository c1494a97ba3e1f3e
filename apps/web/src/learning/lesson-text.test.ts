import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LessonText } from "./lesson-text.tsx";

test("a lesson is said to be in the language of its course, title and text", () => {
  const course = { id: "crs_1", slug: "seeing", title: "देखना", language: "hi" };
  const lesson = { id: "les_1", slug: "one", title: "पहला", minutes: 5, preview: true, body: "<p>पाठ</p>" };
  const html = renderToStaticMarkup(createElement(LessonText, { view: { course, lesson } }));
  expect(html).toMatch(/^<div lang="hi"><h1[^>]*>पहला<\/h1><div class="reading"><p>पाठ<\/p><\/div><\/div>$/);
});
