import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isInternalAddress } from "@stoa/kit";
import { LmsAddressRefused } from "./errors.ts";

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
  if (addresses.some(isInternalAddress)) throw new LmsAddressRefused(host, "it is inside a private network");
}
