import { describe, expect, test } from "vitest";
import { exampleOf } from "./example-of.ts";
import { findingsInReport as ffufFindings } from "./ffuf.ts";
import { type Finding, settle } from "./finding.ts";
import { findingsInLog } from "./log-findings.ts";
import { findingsInResults } from "./sqlmap.ts";
import { findingsInReport as wapitiFindings } from "./wapiti.ts";

describe("what a tool says", () => {
  test("sqlmap's results name the parameter, and a row without a technique is no finding", () => {
    const csv = [
      "Target URL,Place,Parameter,Technique(s),Note(s)",
      "http://localhost:1/courses?q=a,GET,q,BE,",
      '"http://localhost:1/x?a=1,2",GET,a,T,',
      "http://localhost:1/orders?q=a,,,,",
    ].join("\n");
    expect(findingsInResults("web", csv).map(({ where, evidence }) => [where, evidence])).toEqual([
      ["web /courses (GET q)", "BE at /courses?q=a"],
      ["web /x (GET a)", "T at /x?a=1,2"],
    ]);
  });

  test("wapiti's vulnerabilities and anomalies are findings, by place and parameter", () => {
    const entry = { method: "GET", path: "/courses?q=x", parameter: "q", info: "Reflected" };
    const report = { vulnerabilities: { "Cross Site Scripting": [entry] }, anomalies: { "Resource consumption": [] } };
    expect(wapitiFindings("web as buyer", JSON.stringify(report))).toEqual([
      {
        by: "wapiti",
        what: "Cross Site Scripting",
        where: "web as buyer GET /courses (q)",
        evidence: "Reflected /courses?q=x",
      },
    ]);
  });

  test("ffuf's answers are findings unless refused, led along here, or pages of ours", () => {
    const answer = (word: string, status: number, redirectlocation = "") => ({
      input: { FUZZ: word },
      status,
      redirectlocation,
      length: 9,
    });
    const results = [
      answer(".env", 200),
      answer("sign-in", 200),
      answer(".git/HEAD", 404),
      answer("admin/", 308, "/admin"),
      answer("/evil.example", 307, "//evil.example/"),
      answer("api", 500),
    ];
    const run = { app: "web", url: "http://localhost:1", pages: [/^\/sign-in$/] };
    expect(ffufFindings(run, JSON.stringify({ results })).map(({ where }) => where)).toEqual([
      "web /.env",
      "web //evil.example",
      "web /api",
    ]);
  });

  test("errors in an app's log are findings, ours and Next's, each once whatever ids it names", () => {
    const log = [
      '{"level":"error","msg":"request failed","err":{"message":"order ord_01ABC is 7 short"}}',
      '{"level":"info","msg":"listening"}',
      " ⨯ TypeError: Failed to parse body as FormData.",
      "   at async t (.next/server/chunks/ssr/x.js:2:6022)",
    ].join("\n");
    expect(findingsInLog("web", log).map(({ what }) => what)).toEqual([
      "request failed: order … is … short",
      "TypeError: Failed to parse body as FormData.",
    ]);
  });
});

test("a finding that was settled stays so, and nothing else does", () => {
  const finding = (what: string, where: string): Finding => ({ by: "wapiti", what, where, evidence: "" });
  const known = [{ by: "wapiti", what: /^Forgery$/, where: /^admin /, because: "Origin is checked." }] as const;
  const found = [finding("Forgery", "admin /a"), finding("Forgery", "web /a"), finding("Forgery", "web /a")];
  const { settled, open } = settle(found, known);
  expect([...settled.values()]).toEqual([[finding("Forgery", "admin /a")]]);
  expect(open).toEqual([finding("Forgery", "web /a")]);
});

test("an example fills in every field but cursors and dates", () => {
  const schema = {
    type: "object",
    properties: {
      id: { type: "string", pattern: "^ord_[0-9A-Z]{26}$" },
      email: { type: "string", format: "email" },
      limit: { type: "integer", minimum: 1 },
      sort: { enum: ["newest", "title"] },
      note: { anyOf: [{ type: "null" }, { type: "string", minLength: 8 }] },
      lines: { type: "array", items: { type: "object", properties: { kind: { const: "course" } } } },
      cursor: { type: "string" },
      from: {},
    },
  };
  expect(exampleOf(schema)).toEqual({
    id: "ord_00000000000000000000000000",
    email: "reader@example.com",
    limit: 1,
    sort: "newest",
    note: "greeksss",
    lines: [{ kind: "course" }],
  });
});
