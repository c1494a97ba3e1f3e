import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ApiError } from "./api-error.ts";
import { parseForm } from "./form-body.ts";

describe("a form-encoded body", () => {
  it("is nested by brackets", () => {
    const body = "mode=payment&line_items[0][price_data][currency]=eur&line_items[0][quantity]=2&metadata[a b]=%26";
    expect(parseForm(body)).toEqual({
      mode: "payment",
      line_items: [{ price_data: { currency: "eur" }, quantity: "2" }],
      metadata: { "a b": "&" },
    });
  });

  it("takes arrays with and without index", () => {
    expect(parseForm("expand[]=a&expand[]=b")).toEqual({ expand: ["a", "b"] });
    expect(parseForm("expand[0]=a&expand[1]=b")).toEqual({ expand: ["a", "b"] });
  });

  it("keeps names that JavaScript knows as plain names", () => {
    const parsed = parseForm("metadata[__proto__]=x&metadata[constructor]=y&__proto__[polluted]=z");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Object.keys(parsed)).toContain("__proto__");
    expect(Object.entries(parsed.metadata ?? {})).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
  });

  it("is refused when it is too deep, too long, or has crooked brackets", () => {
    expect(() => parseForm(`a${"[b]".repeat(9)}=1`)).toThrow(ApiError);
    expect(() => parseForm(Array.from({ length: 1_001 }, (_, i) => `a${i}=1`).join("&"))).toThrow(ApiError);
    expect(() => parseForm("a[b=1")).toThrow(ApiError);
    expect(() => parseForm("[a]=1")).toThrow(ApiError);
  });

  it("never does anything else than give an object or refuse", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(typeof parseForm(text)).toBe("object");
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});
