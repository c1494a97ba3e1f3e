import type { Rule, Violation } from "../rule.ts";
import type { SourceTree } from "../source-tree.ts";

const TABLE = "docs/abuse-cases.md";
/** `| T04 | the case | where it is tested, or why not yet |` */
const ROW = /^\| (T\d{2,3}) \| (.+) \| (.+) \|$/;
/** A test says first which cases it is about: `"T04 T05 an unknown address …"`. */
const NAMED = /["'`]((?:T\d{2,3} )+)\S/g;
const PATH = /`([^`]+\.ts)`/g;

/** The table of abuse cases is believed only as far as tests carry the cases' numbers. */
export const abuseCasesAreTested: Rule = {
  name: "every abuse case is a test by its number, or says why it is none yet",
  check: (tree) => {
    const rows = rowsOf(tree);
    const named = namesOf(tree);
    return [...[...rows.values()].flatMap((row) => faultsOf(row, named)), ...unlisted(rows, named)];
  },
};

interface Row {
  number: string;
  line: number;
  files: readonly string[];
  words: string;
}

function rowsOf(tree: SourceTree): Map<string, Row> {
  const lines = tree.read(TABLE).split("\n");
  const rows = lines.flatMap((text, at) => {
    const [, number = "", , where = ""] = ROW.exec(text) ?? [];
    const files = [...where.matchAll(PATH)].map(([, path = ""]) => path);
    return number === "" ? [] : [{ number, line: at + 1, files, words: where }];
  });
  return new Map(rows.map((row) => [row.number, row]));
}

/** The test files that carry each number. */
function namesOf(tree: SourceTree): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  for (const { path, text } of tree.sources) {
    if (!/^(packages|apps|bin|e2e)\/.*\.(test|e2e)\.tsx?$/.test(path)) continue;
    for (const [, numbers = ""] of text.matchAll(NAMED))
      for (const number of numbers.trim().split(" ")) {
        const files = named.get(number) ?? new Set();
        named.set(number, files.add(path));
      }
  }
  return named;
}

function faultsOf(row: Row, named: ReadonlyMap<string, ReadonlySet<string>>): Violation[] {
  const where = named.get(row.number) ?? new Set<string>();
  const at = { path: TABLE, line: row.line };
  if (row.files.length === 0) {
    if (row.words.startsWith("later: ") && where.size === 0) return [];
    return [{ ...at, message: `${row.number} names no file. Name the tests, or say "later: " and why.` }];
  }
  const missing = row.files.filter((path) => !where.has(path));
  const forgotten = [...where].filter((path) => !row.files.includes(path));
  return [
    ...missing.map((path) => ({ ...at, message: `${row.number} is the name of no test in ${path}.` })),
    ...forgotten.map((path) => ({ ...at, message: `${row.number} is tested in ${path} too. Add the path.` })),
  ];
}

function unlisted(rows: ReadonlyMap<string, Row>, named: ReadonlyMap<string, ReadonlySet<string>>): Violation[] {
  return [...named]
    .filter(([number]) => !rows.has(number))
    .flatMap(([number, files]) =>
      [...files].map((path) => ({ path, message: `names ${number}, which ${TABLE} does not list. Add its row.` })),
    );
}
