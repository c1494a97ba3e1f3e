import { describe, expect, test } from "vitest";
import { isInternalAddress } from "./index.ts";

describe("an address", () => {
  test.each([
    ["this machine", "127.0.0.1"],
    ["this machine", "127.255.255.254"],
    ["this machine", "::1"],
    ["no address", "0.0.0.0"],
    ["no address", "::"],
    ["a private network", "10.1.2.3"],
    ["a private network", "172.16.0.1"],
    ["a private network", "172.31.255.255"],
    ["a private network", "192.168.1.1"],
    ["a private network", "fd00::1"],
    ["behind a provider's translation", "100.64.0.1"],
    ["behind a provider's translation", "100.127.255.255"],
    ["a link, where clouds keep their keys", "169.254.169.254"],
    ["a link", "fe80::1"],
    ["a site, in old words", "fec0::1"],
    ["IPv4 in IPv6", "::ffff:10.0.0.1"],
    ["IPv4 in IPv6", "::ffff:a9fe:a9fe"],
    ["IPv4 in IPv6, in old words", "::127.0.0.1"],
    ["IPv4 behind NAT64", "64:ff9b::a9fe:a9fe"],
    ["IPv4 behind a network's own NAT64", "64:ff9b:1::a00:1"],
    ["IPv4 behind 6to4", "2002:a00:1::1"],
    ["IPv4 behind Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    ["for measuring", "198.18.0.1"],
    ["for documentation", "192.0.2.1"],
    ["for documentation", "198.51.100.7"],
    ["for documentation", "203.0.113.7"],
    ["for documentation", "2001:db8::1"],
    ["for documentation", "3fff:fff::1"],
    ["for protocols", "192.0.0.8"],
    ["many at once", "224.0.0.1"],
    ["many at once", "ff02::1"],
    ["all at once", "255.255.255.255"],
    ["nobody, as all is discarded", "100::1"],
    ["segment routing", "5f00::1"],
    ["an interface", "fe80::1%eth0"],
    ["no IP address", "example.com"],
    ["no IP address", ""],
    ["no IP address", "127.1"],
  ])("of %s, %s, is internal", (_, address) => {
    expect(isInternalAddress(address)).toBe(true);
  });

  test.each([
    "1.1.1.1",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "169.253.255.255",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450:4001:831::200e",
    "::ffff:93.184.216.34",
  ])("of the public internet, %s, is not", (address) => {
    expect(isInternalAddress(address)).toBe(false);
  });
});
