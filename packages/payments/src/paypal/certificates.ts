import { type KeyObject, X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { GatewayUnavailable, WebhookRefused } from "../errors.ts";

export interface CertificateRules {
  /** Origins that a certificate may be read from, and none else. */
  origins: readonly string[];
  /** Who the certificate must have been made for. */
  commonName: string;
  /** PEM of the root to trust instead of the public ones; for the sandbox, which signs with its own. */
  trustedRoot?: string | undefined;
}

const TIMEOUT_MS = 5 * SECOND_MS;
const BYTES_MAX = 64 * 1_024;
const KEPT_MS = 24 * HOUR_MS;
/** PayPal changes its certificate about once a year; a stranger who names new ones must not make us fetch them all. */
const FETCHED_A_MINUTE = 10;
const CHAIN_MAX = 5;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export interface Certificates {
  /** The key of a certificate that may speak for PayPal. Throws `WebhookRefused`, before any fetch for a foreign address. */
  keyAt(url: string, now: Date): Promise<KeyObject>;
}

/** Certificates that PayPal signs with, each fetched once and kept for a day. */
export function createCertificates(rules: CertificateRules): Certificates {
  const kept = new Map<string, { pem: Promise<string>; untilMs: number }>();
  let fetched: number[] = [];
  const pemAt = (url: string, nowMs: number): Promise<string> => {
    const known = kept.get(url);
    if (known !== undefined && known.untilMs > nowMs) return known.pem;
    fetched = fetched.filter((at) => at > nowMs - MINUTE_MS);
    if (fetched.length >= FETCHED_A_MINUTE) throw unavailable("too many certificates were asked for", null);
    fetched.push(nowMs);
    const pem = fetchPem(url);
    kept.set(url, { pem, untilMs: nowMs + KEPT_MS });
    pem.catch(() => kept.delete(url));
    return pem;
  };
  return {
    async keyAt(url, now) {
      if (!isAllowed(url, rules.origins)) throw untrusted("The certificate's address is not PayPal's.");
      const chain = certificatesIn(await pemAt(url, now.getTime()));
      const [leaf] = chain;
      if (leaf === undefined || !isFor(leaf, rules.commonName)) throw untrusted("The certificate is not PayPal's.");
      const roots = rules.trustedRoot === undefined ? publicRoots() : certificatesIn(rules.trustedRoot);
      if (!leadsToRoot(leaf, chain, roots, now)) throw untrusted("The certificate leads to no root that is trusted.");
      return leaf.publicKey;
    },
  };
}

/** Exactly an allowed origin, no name or password in front, and the one path where PayPal keeps certificates. */
function isAllowed(address: string, origins: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const plain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return plain && origins.includes(url.origin) && /\/v1\/notifications\/certs\/[A-Za-z0-9-]+$/.test(url.pathname);
}

async function fetchPem(url: string): Promise<string> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (!response.ok || text.length > BYTES_MAX) throw new Error(`answered ${response.status}`);
    return text;
  } catch (error) {
    throw unavailable("the certificate could not be read", error);
  }
}

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(PEM) ?? []).map((text) => new X509Certificate(text));
}

let roots: X509Certificate[] | undefined;
function publicRoots(): X509Certificate[] {
  roots ??= rootCertificates.map((pem) => new X509Certificate(pem));
  return roots;
}

function isFor(certificate: X509Certificate, commonName: string): boolean {
  return certificate.subject.split("\n").includes(`CN=${commonName}`);
}

/** Follows issuers upwards, each dated, each signed by the next, until a trusted root. */
function leadsToRoot(
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: Date,
): boolean {
  let current = leaf;
  for (let depth = 0; depth < CHAIN_MAX; depth++) {
    if (!isDated(current, now)) return false;
    const issued = (by: X509Certificate) => by.ca && current.checkIssued(by) && current.verify(by.publicKey);
    if (trusted.some((root) => issued(root) && isDated(root, now))) return true;
    const issuer = chain.find((candidate) => candidate !== current && issued(candidate));
    if (issuer === undefined) return false;
    current = issuer;
  }
  return false;
}

function isDated({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return new Date(validFrom) <= now && now <= new Date(validTo);
}

function untrusted(explanation: string): WebhookRefused {
  return new WebhookRefused("paypal", "untrusted_certificate", explanation);
}

function unavailable(explanation: string, cause: unknown): GatewayUnavailable {
  return new GatewayUnavailable({
    gateway: "paypal",
    call: "verifyWebhook",
    reason: "no_certificate",
    explanation,
    ...(cause === null ? {} : { cause }),
  });
}
