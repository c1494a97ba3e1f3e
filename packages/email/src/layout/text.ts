import { unreachable } from "@stoa/kit";
import type { Language } from "../language.ts";
import { singleLine } from "./clean-text.ts";
import type { Block, Letter } from "./letter.ts";

/** The plain-text body: the same blocks in the same order as in HTML. */
export function toText(letter: Letter, language: Language): string {
  const { common } = language.messages;
  const parts = letter.blocks.map(blockText);
  return `${[...parts, `— ${common.signOff}`, common.footer].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
    case "note":
      return singleLine(block.text);
    case "action":
    case "link":
      return `${singleLine(block.label)}:\n${block.url}`;
    case "facts":
      return block.rows.map((row) => `${singleLine(row.label)}: ${singleLine(row.value)}`).join("\n");
    case "bill": {
      const lines = block.lines.map(({ title, amount, url }) => {
        const line = `${singleLine(title)}  ${amount}`;
        return url === null ? line : `${line}\n${url}`;
      });
      const sums = block.sums.map((sum) => `${sum.label}  ${sum.amount}`);
      return [block.caption, ...lines, ...sums].join("\n");
    }
    default:
      return unreachable(block);
  }
}
