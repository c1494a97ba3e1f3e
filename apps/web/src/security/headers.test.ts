import { securityHeaders } from "@stoa/api/http/security-headers";
import { expect, test } from "vitest";
import type { WebEnv } from "../env.ts";
import { contentSecurityPolicy, isPersonal } from "./headers.ts";

const production: WebEnv = {
  production: true,
  development: false,
  webUrl: "https://stoa.example",
  sandboxOrigins: [],
  captcha: null,
};
const local: WebEnv = { ...production, production: false, sandboxOrigins: ["http://localhost:3002"] };

test("T34 a page runs only scripts that carry its nonce", () => {
  const policy = contentSecurityPolicy("abc", production);
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
});

test("T34 the sandbox's payment page can be reached from a form on a laptop, and not in production", () => {
  expect(contentSecurityPolicy("abc", local)).toContain("http://localhost:3002");
  expect(contentSecurityPolicy("abc", production)).not.toContain("localhost");
});

test("the captcha's script and frame are let in where one is set up, from their own origin alone", () => {
  const captcha = { siteKey: "0x4", scriptUrl: "https://challenges.example/turnstile/v0/api.js" };
  const policy = contentSecurityPolicy("abc", { ...production, captcha });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic' https://challenges.example;");
  expect(policy).toContain("frame-src https://challenges.example;");
  expect(contentSecurityPolicy("abc", production)).not.toMatch(/challenges|frame-src/);
});

test("T34 only production asks browsers to insist on TLS", () => {
  expect(securityHeaders(production)).toHaveProperty("Strict-Transport-Security");
  expect(securityHeaders(local)).not.toHaveProperty("Strict-Transport-Security");
});

test("T33 personal pages are told from public ones", () => {
  expect(["/account", "/orders/ord_1", "/learn/a/b", "/checkout/sql"].every(isPersonal)).toBe(true);
  expect(["/", "/courses", "/courses/orders-of-architecture", "/accounting"].some(isPersonal)).toBe(false);
});
