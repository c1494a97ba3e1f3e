import { z } from "zod";

/** Networks of the IPv4 internet that no public service lives in: this machine, private ranges, cloud metadata, reserved. */
const INTERNAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map(networkOf);

/** Only this part of IPv6 is the public internet (RFC 4291)… */
const GLOBAL_V6 = networkOf("2000::/3");
/** …without what tunnels to IPv4 (Teredo, 6to4), is not routed, or stands in documentation. */
const INTERNAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map(networkOf);
const MAPPED_V4 = networkOf("::ffff:0:0/96");

interface Network {
  bytes: readonly number[];
  bits: number;
}

/**
 * Whether an IP address belongs to a network that the public internet does not reach, so that a server must not be sent
 * there by an address that somebody typed. What is no IP address counts as internal.
 */
export function isInternalAddress(address: string): boolean {
  const bytes = bytesOf(address);
  if (bytes === null) return true;
  if (bytes.length === 4) return INTERNAL_V4.some((network) => lies(bytes, network));
  if (lies(bytes, MAPPED_V4)) return isInternalAddress(bytes.slice(12).join("."));
  return !lies(bytes, GLOBAL_V6) || INTERNAL_V6.some((network) => lies(bytes, network));
}

function lies(address: readonly number[], { bytes, bits }: Network): boolean {
  return bytes.every((byte, at) => {
    const counted = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff << (8 - counted)) & 0xff;
    return ((address[at] ?? 0) & mask) === (byte & mask);
  });
}

function networkOf(cidr: string): Network {
  const [base = "", bits] = cidr.split("/");
  return { bytes: bytesOf(base) ?? [], bits: Number(bits) };
}

function bytesOf(address: string): number[] | null {
  if (z.ipv4().safeParse(address).success) return address.split(".").map(Number);
  if (!z.ipv6().safeParse(address).success) return null;
  // A URL writes every IPv6 address in one way: hexadecimal groups, of which the longest zeros are left out.
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = plain.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
