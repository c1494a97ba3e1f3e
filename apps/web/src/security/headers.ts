import type { WebEnv } from "../env.ts";

/** Hosts that a form's answer may lead to: the gateways' payment pages. Chrome holds redirects to `form-action` as well. */
const PAYMENT_PAGES = ["https://checkout.stripe.com"];

/** The content security policy of a page: its own scripts by nonce, nothing from elsewhere, never in a frame (P15). */
export function contentSecurityPolicy(nonce: string, env: WebEnv): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    "script-src": ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(env.development ? ["'unsafe-eval'"] : [])],
    "style-src": ["'self'", ...(env.development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
    // Measures of drawings stand in style attributes; an attribute cannot load or run anything.
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(env.development ? ["ws:"] : [])],
    "manifest-src": ["'self'"],
    "form-action": ["'self'", ...PAYMENT_PAGES, ...env.sandboxOrigins],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    ...(env.production ? { "upgrade-insecure-requests": [] } : {}),
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(" "))
    .join("; ");
}

/** Headers that every answer carries. */
export function securityHeaders(env: WebEnv): Readonly<Record<string, string>> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(env.production ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload" } : {}),
  };
}

/** Pages that show who is looking, or what they bought: nobody may keep a copy. */
const PERSONAL =
  /^\/(account|change-email|checkout|claim|forgot-password|learn|notifications|orders|reset-password|sign-in|sign-up|verify-email)(\/|$)/;

export function isPersonal(path: string): boolean {
  return PERSONAL.test(path);
}
