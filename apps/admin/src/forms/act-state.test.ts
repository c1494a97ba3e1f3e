import { expect, test } from "vitest";
import { type ActState, errorOf, restOf } from "./act-state.ts";

const refused = (more: Partial<NonNullable<ActState["problem"]>>): ActState => ({
  done: null,
  values: {},
  problem: { kind: "invalid_input", code: "x", message: "No.", details: {}, fields: [], ...more },
});

test("a refusal stands beside the field it is about, and only there", () => {
  const state = refused({ fields: [{ path: "data.title", message: "is too short" }] });
  expect(errorOf(state, "title")).toBe("This is too short.");
  expect(restOf(state, ["title"])).toEqual([]);
});

test("a refusal about no field of the form is said above it", () => {
  expect(restOf(refused({ fields: [{ path: "id", message: "is unknown" }] }), ["title"])).toEqual([
    "id: This is unknown.",
  ]);
  expect(restOf(refused({}), ["title"])).toEqual(["No."]);
});
