import { expect, test } from "vitest";
import { z } from "zod";
import { issueInWords } from "./issue-in-words.ts";

/** What the schema of today says, so that new words of the library are noticed here. */
const saidOf = (schema: z.ZodType, value: unknown) =>
  issueInWords(schema.safeParse(value).error?.issues[0]?.message ?? "");

test("a schema's refusals are said as a person would", () => {
  expect(saidOf(z.string().min(1), "")).toBe("This is needed.");
  expect(saidOf(z.string().min(10), "short")).toBe("This needs at least 10 characters.");
  expect(saidOf(z.string().max(3), "long")).toBe("This has at most 3 characters.");
  expect(saidOf(z.number().int().min(0), -1)).toBe("This is not a number that fits here.");
  expect(saidOf(z.number().min(1), 0)).toBe("This is at least 1.");
  expect(saidOf(z.number().max(600), 601)).toBe("This is at most 600.");
  expect(saidOf(z.number(), Number.NaN)).toBe("This is not a number.");
  expect(saidOf(z.number(), null)).toBe("This is not a number.");
  expect(saidOf(z.date(), "1.2.")).toBe("This is not a day, such as 2027-01-31.");
  expect(saidOf(z.enum(["a", "b"]), "c")).toBe("This is none of the choices.");
  expect(saidOf(z.email(), "x")).toBe("This is not a whole address.");
  expect(issueInWords("is between an hour and a year from now")).toBe("This is between an hour and a year from now.");
  expect(saidOf(z.url(), "x")).toBe("This is not a whole address, such as https://example.com/hook.");
});

test("a sentence of ours stays as it is", () => {
  expect(issueInWords("has small letters, digits and single hyphens only")).toContain("small letters");
});
