/** Something put around the chosen text. */
export interface Mark {
  name: string;
  before: string;
  after: string;
  /** Stands between when nothing is chosen. */
  sample: string;
  /** Each chosen line becomes an item of its own. */
  perLine?: { before: string; after: string };
}

const ITEM = { before: "  <li>", after: "</li>" };

export const MARKS: readonly Mark[] = [
  { name: "Paragraph", before: "<p>", after: "</p>", sample: "A paragraph." },
  { name: "Strong", before: "<strong>", after: "</strong>", sample: "strong" },
  { name: "Emphasis", before: "<em>", after: "</em>", sample: "emphasis" },
  { name: "List", before: "<ul>\n", after: "\n</ul>", sample: "First", perLine: ITEM },
  { name: "Numbered list", before: "<ol>\n", after: "\n</ol>", sample: "First", perLine: ITEM },
  { name: "Link", before: '<a href="https://">', after: "</a>", sample: "words of the link" },
];

/** The text with the mark around what is chosen, and what is to be chosen then: the words inside. */
export function wrapped(text: string, start: number, end: number, mark: Mark) {
  const chosen = text.slice(start, end) || mark.sample;
  const inside = mark.perLine
    ? chosen
        .split("\n")
        .map((line) => `${mark.perLine?.before}${line}${mark.perLine?.after}`)
        .join("\n")
    : chosen;
  const from = start + mark.before.length;
  return {
    text: `${text.slice(0, start)}${mark.before}${inside}${mark.after}${text.slice(end)}`,
    start: from,
    end: from + inside.length,
  };
}
