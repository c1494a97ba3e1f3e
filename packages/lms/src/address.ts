import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { LmsAddressRefused } from "./errors.ts";

/** Networks that no public service lives in: this machine, private ranges, link-local (cloud metadata), reserved. */
const INTERNAL = internalNetworks();

/** The base URL without a trailing slash. Throws `LmsAddressRefused` unless it is a plain http(s) URL. */
export function baseUrlOf(address: string): string {
  const url = URL.parse(address);
  if (url === null) throw new LmsAddressRefused(address.slice(0, 100), "it is not a URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new LmsAddressRefused(url.host || url.protocol, "only http and https are allowed");
  }
  if (url.username !== "" || url.password !== "") {
    throw new LmsAddressRefused(url.host, "it must not hold a user name or password");
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/**
 * Throws `LmsAddressRefused` when the host is, or now resolves to, an address inside a private network (T84). Asked
 * before every call, so that a name that is re-pointed later is noticed.
 */
export async function refuseInternalHost(baseUrl: string): Promise<void> {
  const { hostname } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) ? [host] : (await lookup(host, { all: true })).map((entry) => entry.address);
  if (addresses.some(isInternal)) throw new LmsAddressRefused(host, "it is inside a private network");
}

/** Whether an IP address belongs to a network that the public internet does not reach. */
export function isInternal(address: string): boolean {
  return INTERNAL.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

function internalNetworks(): BlockList {
  const networks = new BlockList();
  const v4: ReadonlyArray<readonly [string, number]> = [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ];
  for (const [network, prefix] of v4) networks.addSubnet(network, prefix, "ipv4");
  const v6: ReadonlyArray<readonly [string, number]> = [
    ["::", 127],
    ["64:ff9b::", 96],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ];
  for (const [network, prefix] of v6) networks.addSubnet(network, prefix, "ipv6");
  return networks;
}
