import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { parseAst } from "vitest/node";

/** Where sources and documents live. What is not listed is not read. */
const SOURCES = ["packages", "apps", "bin", "tooling", "e2e"].map((folder) => `${folder}/**/*.{ts,tsx}`);
const DOCUMENTS = ["*.md", "docs/**/*.md", "{packages,apps,tooling}/*/*.md", ".github/**/*.md"];
const NOT_OURS = new Set(["node_modules", ".next", "coverage", ".turbo", "dist"]);

export interface Import {
  /** As written: `@stoa/db`, `./queries.ts`. */
  specifier: string;
  /** Imported names; `*` for all of them, `default` for the default one. */
  names: readonly string[];
  typeOnly: boolean;
  line: number;
  /** The imported file from the root of the tree, when the import is relative and the file exists. */
  file: string | null;
}

export interface FunctionSpan {
  name: string;
  line: number;
  lines: number;
}

export interface SourceFile {
  /** From the root of the tree, with forward slashes. */
  path: string;
  text: string;
  lines: number;
  isTest: boolean;
  imports: readonly Import[];
  functions: readonly FunctionSpan[];
  /** Names of variables, functions, members and types that the code mentions, with the line of the first mention. */
  identifiers: ReadonlyMap<string, number>;
}

export interface SourceTree {
  root: string;
  sources: readonly SourceFile[];
  documents: readonly { path: string; text: string }[];
  exists(path: string): boolean;
  /** The text of another file; empty when it is not there. */
  read(path: string): string;
}

/** Reads every source file and document under a root. Throws when one cannot be parsed. */
export function readTree(root: string): SourceTree {
  const paths = find(root, SOURCES).filter((path) => !path.endsWith(".d.ts"));
  return {
    root,
    sources: paths.map((path) => readSource(root, path)),
    documents: find(root, DOCUMENTS).map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
    exists: (path) => existsSync(join(root, path)),
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : ""),
  };
}

/** Tests, what only tests use, and the settings of test tools are free of most rules. */
export function isTestPath(path: string): boolean {
  return /\.(test|e2e)\.tsx?$|\/testing\/|^e2e\/|^tooling\/|(^|\/)(vitest|playwright)\.config\.ts$/.test(path);
}

function find(root: string, patterns: readonly string[]): string[] {
  const paths = globSync(patterns, { cwd: root, exclude: (path) => NOT_OURS.has(path.split(sep).at(-1) ?? "") });
  return [...new Set(paths.map((path) => path.split(sep).join("/")))].sort();
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const lineOf = lineFinder(text);
  const imports: Import[] = [];
  const functions: FunctionSpan[] = [];
  const identifiers = new Map<string, number>();
  const keys = new Set<unknown>();
  walk(parse(path, text), (node) => {
    const found = importIn(node);
    if (found !== null)
      imports.push({ ...found, line: lineOf(node.start), file: resolve(root, path, found.specifier) });
    if (FUNCTIONS.has(node.type)) functions.push(spanOf(node, lineOf));
    // The key of an object literal is data, not a name that this code gives to something.
    if (node.type === "Property" && node.computed === false && node.shorthand === false) keys.add(node.key);
    const { name } = node;
    if (keys.has(node)) return;
    if (IDENTIFIERS.has(node.type) && typeof name === "string" && !identifiers.has(name)) {
      identifiers.set(name, lineOf(node.start));
    }
  });
  return { path, text, lines: text.split("\n").length, isTest: isTestPath(path), imports, functions, identifiers };
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const IDENTIFIERS = new Set(["Identifier", "JSXIdentifier", "PrivateIdentifier"]);

function parse(path: string, text: string): Node {
  try {
    return parseAst(text, { lang: path.endsWith(".tsx") ? "tsx" : "ts" }) as unknown as Node;
  } catch (error) {
    throw new Error(`${path} cannot be parsed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function importIn(node: Node): Pick<Import, "specifier" | "names" | "typeOnly"> | null {
  const source = isNode(node.source) ? node.source.value : undefined;
  if (typeof source !== "string") return null;
  if (node.type === "ImportExpression") return { specifier: source, names: ["*"], typeOnly: false };
  if (node.type === "ExportAllDeclaration") {
    return { specifier: source, names: ["*"], typeOnly: node.exportKind === "type" };
  }
  if (node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration") return null;
  const parts = (node.specifiers as Node[]).map((part) => ({
    name: nameOf(part.imported ?? part.local, part.type),
    type: part.importKind === "type" || part.exportKind === "type",
  }));
  const whole = node.importKind === "type" || node.exportKind === "type";
  return {
    specifier: source,
    names: parts.map((part) => part.name),
    typeOnly: whole || (parts.length > 0 && parts.every((part) => part.type)),
  };
}

function nameOf(part: unknown, type: string): string {
  if (type === "ImportNamespaceSpecifier") return "*";
  if (type === "ImportDefaultSpecifier") return "default";
  return isNode(part) ? String(part.name ?? part.value) : "*";
}

function spanOf(node: Node, lineOf: (offset: number) => number): FunctionSpan {
  const line = lineOf(node.start);
  const name = isNode(node.id) ? String(node.id.name) : `the function at line ${line}`;
  return { name, line, lines: lineOf(node.end) - line + 1 };
}

function resolve(root: string, from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  const target = relative(root, join(root, dirname(from), specifier))
    .split(sep)
    .join("/");
  const candidates = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`];
  return candidates.find((path) => /\.tsx?$/.test(path) && existsSync(join(root, path))) ?? null;
}

/** Gives the line of an offset; lines count from 1. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
