export interface PagePolicy {
  nonce: string;
  /** Only production insists on TLS. */
  production: boolean;
  /** `next dev`: its tools evaluate code and talk over a socket. */
  development: boolean;
  /** Origins that a form's answer may lead to: the gateways' payment pages. Chrome holds redirects to `form-action` as well. */
  formTargets?: readonly string[];
  /** Origins whose script and frame a page may hold: the captcha's. Browsers that know `strict-dynamic` go by the nonce. */
  widgetOrigins?: readonly string[];
}

/** The content security policy of a page: its own scripts by nonce, nothing from elsewhere, never in a frame (P15). */
export function contentSecurityPolicy({
  nonce,
  production,
  development,
  formTargets = [],
  widgetOrigins = [],
}: PagePolicy): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...widgetOrigins,
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    ...(widgetOrigins.length > 0 ? { "frame-src": widgetOrigins } : {}),
    "style-src": ["'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
    // Measures of drawings stand in style attributes; an attribute cannot load or run anything.
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(development ? ["ws:"] : [])],
    "manifest-src": ["'self'"],
    "form-action": ["'self'", ...formTargets],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    ...(production ? { "upgrade-insecure-requests": [] } : {}),
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(" "))
    .join("; ");
}

/** Headers that every answer carries. */
export function securityHeaders({ production }: Pick<PagePolicy, "production">): Readonly<Record<string, string>> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    ...(production ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload" } : {}),
  };
}
