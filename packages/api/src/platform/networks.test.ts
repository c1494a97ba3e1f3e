import { networkSchema } from "@stoa/kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isInNetworks } from "./networks.ts";

test("an address lies in its own network, of either family, and in no other", () => {
  expect(isInNetworks("203.0.113.7", ["203.0.113.0/24"])).toBe(true);
  expect(isInNetworks("203.0.114.7", ["203.0.113.0/24"])).toBe(false);
  expect(isInNetworks("203.0.113.7", ["203.0.113.7"])).toBe(true);
  expect(isInNetworks("2001:db8:0:1::9", ["2001:db8::/32"])).toBe(true);
  expect(isInNetworks("2001:db9::9", ["2001:db8::/32"])).toBe(false);
  expect(isInNetworks("203.0.113.7", [])).toBe(false);
});

test("all of one family is none of the other", () => {
  expect(isInNetworks("203.0.113.7", ["::/0"])).toBe(false);
  expect(isInNetworks("2001:db8::1", ["0.0.0.0/0"])).toBe(false);
});

test("an IPv4 caller is the same one when the socket writes it as IPv6; an interface's name is none of the address", () => {
  expect(isInNetworks("::ffff:203.0.113.7", ["203.0.113.0/24"])).toBe(true);
  expect(isInNetworks("fe80::1%eth0", ["fe80::/10"])).toBe(true);
});

test("what is no address lies nowhere", () => {
  for (const ip of ["", "none", "unknown", "203.0.113.7, 10.0.0.1"])
    expect(isInNetworks(ip, ["0.0.0.0/0", "::/0"])).toBe(false);
});

test("a network is written in one of the usual ways", () => {
  expect(networkSchema.parse(" 2001:DB8::/32 ")).toBe("2001:db8::/32");
  for (const wrong of [
    "",
    "203.0.113",
    "203.0.113.0/33",
    "2001:db8::/129",
    "example.com",
    "10.0.0.1/",
    "::ffff:10.0.0.1",
  ])
    expect([wrong, networkSchema.safeParse(wrong).success]).toEqual([wrong, false]);
});

test("whatever the schema takes can be compared with", () => {
  const network = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV4(), fc.nat(32)).map(([ip, bits]) => `${ip}/${bits}`),
    fc.tuple(fc.ipV6(), fc.nat(128)).map(([ip, bits]) => `${ip}/${bits}`),
  );
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), network, (ip, text) => {
      const parsed = networkSchema.safeParse(text);
      if (parsed.success) expect(isInNetworks(ip, [parsed.data])).toBeTypeOf("boolean");
      const same = networkSchema.safeParse(ip);
      if (same.success) expect(isInNetworks(ip, [same.data])).toBe(true);
    }),
  );
});
