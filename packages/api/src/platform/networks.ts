import { BlockList, isIP } from "node:net";

/** Whether an address lies in one of the networks (`networkSchema`). What is no address lies in none. */
export function isInNetworks(ip: string, networks: readonly string[]): boolean {
  const address = plainAddress(ip);
  const family = familyOf(address);
  if (family === null) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", prefix] = network.split("/");
    // Only of the caller's own family: to Node `::/0` would hold for every IPv4 address as well.
    if (familyOf(base) !== family) continue;
    if (prefix === undefined) list.addAddress(base, family);
    else list.addSubnet(base, Number(prefix), family);
  }
  return list.check(address, family);
}

/** A socket that listens for both families tells IPv4 callers as `::ffff:203.0.113.7`, and names a link's interface. */
function plainAddress(ip: string): string {
  return ip.replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 6 ? "ipv6" : "ipv4";
}
