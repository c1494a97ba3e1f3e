import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isInternalAddress } from "@stoa/kit";
import type { Env } from "../env.ts";
import { EndpointAddressRefused } from "./errors.ts";

/** The ports of web servers; on any other an endpoint's answers could be used to look around in somebody's network. */
const PORTS = ["", "443", "8443"];

/** Where messages may go: only in production must an endpoint be out on the internet; elsewhere it may be this machine. */
export interface Reachable {
  readonly internal: boolean;
}

export function reachableFrom({ STOA_ENV }: Pick<Env, "STOA_ENV">): Reachable {
  return { internal: STOA_ENV !== "production" };
}

/** The URL as it is called. Throws `EndpointAddressRefused` for what is no plain https address. */
export function endpointUrl(text: string, reachable: Reachable): URL {
  const url = URL.parse(text);
  if (url === null) throw new EndpointAddressRefused(text.slice(0, 100), "it is not a URL");
  const refuse = (reason: string) => new EndpointAddressRefused(url.host || url.protocol, reason);
  if (url.username !== "" || url.password !== "") throw refuse("it must not hold a user name or password");
  if (url.hash !== "") throw refuse("what follows # is never sent");
  if (reachable.internal && url.protocol === "http:") return url;
  if (url.protocol !== "https:") throw refuse("only https is allowed");
  if (!reachable.internal && !PORTS.includes(url.port)) throw refuse("only the ports 443 and 8443 are allowed");
  return url;
}

/** The address between brackets, or the name. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** The refusal of a host when one of its addresses is not on the public internet; else null. */
export function refusalOf(host: string, addresses: readonly string[]): EndpointAddressRefused | null {
  const inside = addresses.some(isInternalAddress);
  return inside ? new EndpointAddressRefused(host, "it is inside a private network") : null;
}

/**
 * The URL of a new endpoint, whose name resolves, and to public addresses alone. It is asked again whenever something is
 * sent, because a name can be re-pointed later. Throws `EndpointAddressRefused`.
 */
export async function callableUrl(text: string, reachable: Reachable): Promise<string> {
  const url = endpointUrl(text, reachable);
  const host = hostOf(url);
  const refusal = reachable.internal ? null : refusalOf(host, isIP(host) ? [host] : await addressesOf(host));
  if (refusal) throw refusal;
  return url.href;
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    throw new EndpointAddressRefused(host, "its name is not known");
  }
}
