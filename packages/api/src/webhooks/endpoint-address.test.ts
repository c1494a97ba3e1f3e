import { describe, expect, test } from "vitest";
import { callableUrl, endpointUrl, reachableFrom } from "./endpoint-address.ts";
import { EndpointAddressRefused } from "./errors.ts";

const outside = { internal: false };
const anywhere = { internal: true };

describe("the address of an endpoint", () => {
  test("may be on this machine everywhere but in production", () => {
    expect(reachableFrom({ STOA_ENV: "production" })).toEqual(outside);
    expect(reachableFrom({ STOA_ENV: "local" })).toEqual(anywhere);
  });

  test.each([
    ["https://example.com/hooks", "https://example.com/hooks"],
    ["https://EXAMPLE.com:443/hooks?key=a%20b", "https://example.com/hooks?key=a%20b"],
    ["https://example.com:8443", "https://example.com:8443/"],
  ])("%s is called as %s", (text, called) => {
    expect(endpointUrl(text, outside).href).toBe(called);
  });

  test.each([
    ["no URL", "example.com"],
    ["nothing", ""],
    ["no https", "http://example.com/hooks"],
    ["a file", "file:///etc/passwd"],
    ["another protocol", "gopher://example.com"],
    ["a user name", "https://me@example.com"],
    ["a password", "https://me:secret@example.com"],
    ["what is never sent", "https://example.com/#hooks"],
    ["another port", "https://example.com:22"],
    ["another port", "https://example.com:6379"],
    ["another port", "https://example.com:80"],
  ])("is refused for %s: %s", (_, text) => {
    expect(() => endpointUrl(text, outside)).toThrow(EndpointAddressRefused);
  });

  test("of this machine may be http, where this machine may be called", () => {
    expect(endpointUrl("http://127.0.0.1:4000/hooks", anywhere).port).toBe("4000");
    expect(() => endpointUrl("ftp://127.0.0.1/", anywhere)).toThrow(EndpointAddressRefused);
    expect(() => endpointUrl("http://me:secret@127.0.0.1/", anywhere)).toThrow(EndpointAddressRefused);
  });

  test.each([
    "https://localhost/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://0/",
    "https://10.0.0.5/",
    "https://192.168.1.1/",
    "https://100.100.100.200/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://224.0.0.1/",
  ])("%s is refused before anything is kept", async (text) => {
    await expect(callableUrl(text, outside)).rejects.toThrow(EndpointAddressRefused);
  });

  test("whose name is not known is refused, and said to be", async () => {
    await expect(callableUrl("https://nobody.invalid/", outside)).rejects.toThrow("its name is not known");
  });

  test("that is public is taken without asking for a name", async () => {
    expect(await callableUrl("https://1.1.1.1/hooks", outside)).toBe("https://1.1.1.1/hooks");
  });
});
