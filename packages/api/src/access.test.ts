import { describe, expect, test } from "vitest";
import { z } from "zod";
import { PERMISSIONS } from "./identity/index.ts";
import { LIMITS } from "./platform/rate-limit.ts";
import { appRouter } from "./root.ts";
import { EXPECTED_ACCESS, type ExpectedAccess } from "./testing/expected-access.ts";
import type { ProcedureMeta } from "./trpc.ts";

interface Described {
  path: string;
  type: "query" | "mutation" | "subscription";
  meta: ProcedureMeta;
  inputs: z.ZodType[];
  output: unknown;
}

const flat: Record<string, unknown> = appRouter._def.procedures;
const procedures: Described[] = Object.entries(flat).map(([path, procedure]) => {
  const { _def } = procedure as {
    _def: { type: Described["type"]; meta: ProcedureMeta; inputs: z.ZodType[]; output: unknown };
  };
  return { path, type: _def.type, meta: _def.meta, inputs: _def.inputs, output: _def.output };
});
const expected = new Map<string, ExpectedAccess>(Object.entries(EXPECTED_ACCESS));

describe("every procedure", () => {
  test("has a row in the table of who may call it, and the table has no other", () => {
    expect(procedures.map(({ path }) => path).sort()).toEqual([...expected.keys()].sort());
  });

  test.each(procedures)("$path is open to whom the table says, and to nobody else", ({ path, meta }) => {
    expect(meta.access).toBe(expected.get(path));
    expect(["anyone", "signed_in", ...PERMISSIONS]).toContain(meta.access);
  });

  test("that is open before the second factor only looks at oneself, enrols or ends sessions", () => {
    const early = procedures.filter(({ meta }) => meta.beforeSecondFactor).map(({ path }) => path);
    expect(early.sort()).toEqual([
      "identity.me",
      "identity.sessions.end",
      "identity.sessions.endAll",
      "identity.sessions.list",
      "identity.signOut",
      "identity.twoFactor.begin",
      "identity.twoFactor.confirm",
    ]);
  });

  test("that strangers can set a mail or a sale off with is a public form, unless it takes a link's token", () => {
    const open = procedures.filter(({ type, meta }) => type === "mutation" && meta.access === "anyone");
    const forms = open.filter(({ meta }) => meta.publicForm).map(({ path, meta }) => [path, meta.publicForm?.action]);
    expect(forms).toEqual([
      ["checkout.start", "checkout"],
      ["grants.submit", "grant_application"],
      ["identity.signUp", "sign_up"],
      ["identity.resendVerification", "sign_up"],
      ["identity.requestPasswordReset", "password_reset"],
    ]);
    const others = open.filter(({ meta }) => !meta.publicForm).map(({ path }) => path);
    expect(others.sort()).toEqual([
      "cart.add",
      "cart.keepCoupon",
      "cart.remove",
      "checkout.confirmFree",
      "checkout.confirmReturn",
      "checkout.refunds.returnLines",
      "identity.claimPurchase",
      "identity.completePasswordReset",
      "identity.signIn",
      "identity.signInWithCode",
      "identity.verifyEmail",
    ]);
  });

  test("names a limit that exists, or takes the one of its kind", () => {
    for (const { meta } of procedures) if (meta.limit) expect(Object.keys(LIMITS)).toContain(meta.limit);
  });

  test("T21 declares what it answers, so that no row goes out raw", () => {
    expect(procedures.filter(({ output }) => output === undefined).map(({ path }) => path)).toEqual([]);
  });

  test("T20 refuses fields it does not know, at every depth", () => {
    const loose = procedures.flatMap(({ path, inputs }) => inputs.flatMap((input) => looseObjects(input, path)));
    expect(loose).toEqual([]);
    expect(looseObjects(z.strictObject({ line: z.object({ price: z.number() }) }), "planted")).toHaveLength(1);
  });

  test("is a query or a mutation", () => {
    expect(procedures.filter(({ type }) => type === "subscription")).toEqual([]);
  });
});

/** The objects of an input's JSON Schema that take more fields than they name. Records of any key are what they say. */
function looseObjects(schema: z.ZodType, path: string): string[] {
  const document = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const loose: string[] = [];
  const visit = (node: unknown, at: string): void => {
    if (node === null || typeof node !== "object") return;
    if ("properties" in node && (!("additionalProperties" in node) || node.additionalProperties !== false))
      loose.push(at);
    for (const [key, child] of Object.entries(node)) visit(child, `${at}.${key}`);
  };
  visit(document, path);
  return loose;
}
