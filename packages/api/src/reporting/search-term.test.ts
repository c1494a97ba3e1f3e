import { describe, expect, test } from "vitest";
import { searchTermOf } from "./search-term.ts";

describe("what was typed into the search", () => {
  test("half an address is the beginning of one, and no name", () => {
    expect(searchTermOf(" Asha@Ex ")).toEqual({ exact: "Asha@Ex", email: "asha@ex", words: null, code: null });
  });

  test("one word may be all of it", () => {
    expect(searchTermOf("asha")).toEqual({ exact: "asha", email: "asha", words: "asha:*", code: "ASHA" });
  });

  test("several words are a name, of which each may be half typed", () => {
    expect(searchTermOf("Asha  Ra")).toEqual({ exact: "Asha  Ra", email: null, words: "asha:* & ra:*", code: null });
  });

  test("no sign of a text search's own language comes through", () => {
    expect(searchTermOf("!('a' | b) & <->:*").words).toBe("a:* & b:*");
    expect(searchTermOf("&|!").words).toBeNull();
  });
});
