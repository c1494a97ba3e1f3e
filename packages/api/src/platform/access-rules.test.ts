import { describe, expect, test } from "vitest";
import { type AccessRules, accessRules, admits, OPEN_TO_ALL } from "./access-rules.ts";

const OFFICE = { ip: "203.0.113.7", country: "IN" };
const ELSEWHERE = { ip: "198.51.100.9", country: "FR" };
const NOWHERE = { ip: "192.0.2.1", country: null };
const admitted = (rules: Partial<AccessRules>) =>
  [OFFICE, ELSEWHERE, NOWHERE].map((origin) => admits({ ...OPEN_TO_ALL, ...rules }, origin));

describe("rules of origin", () => {
  test("that say nothing let everybody in", () => {
    expect(admitted({})).toEqual([true, true, true]);
    expect(admitted({ unknownCountry: "deny" })).toEqual([true, true, true]);
  });

  test("of networks let in who is listed, or all but who is listed", () => {
    expect(admitted({ allowNetworks: ["203.0.113.0/24"] })).toEqual([true, false, false]);
    expect(admitted({ denyNetworks: ["203.0.113.0/24"] })).toEqual([false, true, true]);
    expect(admits({ ...OPEN_TO_ALL, allowNetworks: ["2001:db8::/32"] }, { ip: "2001:db8::1", country: null })).toBe(
      true,
    );
  });

  test("of countries do the same, and an unknown one is treated as they say", () => {
    expect(admitted({ allowCountries: ["IN"] })).toEqual([true, false, true]);
    expect(admitted({ allowCountries: ["IN"], unknownCountry: "deny" })).toEqual([true, false, false]);
    expect(admitted({ denyCountries: ["IN"] })).toEqual([false, true, true]);
    expect(admitted({ denyCountries: ["IN"], unknownCountry: "deny" })).toEqual([false, true, false]);
  });

  test("shut a denied network out of an allowed country, and let an allowed one in from a denied country", () => {
    expect(admitted({ allowCountries: ["IN", "FR"], denyNetworks: ["203.0.113.7"] })).toEqual([false, true, true]);
    expect(admitted({ denyCountries: ["IN", "FR"], allowNetworks: ["203.0.113.7"] })).toEqual([true, false, false]);
    expect(admitted({ allowNetworks: ["203.0.113.7"], denyNetworks: ["203.0.113.0/24"] })[0]).toBe(false);
  });

  test("with networks and countries allowed let in who is on either list", () => {
    const rules: Partial<AccessRules> = {
      allowNetworks: ["192.0.2.0/24"],
      allowCountries: ["FR"],
      unknownCountry: "deny",
    };
    expect(admitted(rules)).toEqual([false, true, true]);
  });
});

test("an entry that is none is named at its list, so that the form shows it there", () => {
  const wrong = accessRules.safeParse({
    ...OPEN_TO_ALL,
    denyNetworks: ["10.0.0.0/8", "10.0.0/8"],
    allowCountries: ["in"],
  });
  expect(wrong.error?.issues.map(({ path, message }) => [path, message.split("”")[0]])).toEqual([
    [["denyNetworks"], "“10.0.0/8"],
    [["allowCountries"], "“in"],
  ]);
  expect(accessRules.safeParse({ ...OPEN_TO_ALL, denyNetworks: Array(501).fill("10.0.0.1") }).success).toBe(false);
  expect(accessRules.parse({ ...OPEN_TO_ALL, denyNetworks: ["2001:DB8::/32"] }).denyNetworks).toEqual([
    "2001:db8::/32",
  ]);
});
