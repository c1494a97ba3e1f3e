/** Cloudflare's documented keys for testing; any token goes with the secrets, and the widgets give a dummy one. */
export const DUMMY_TOKEN = "XXXX.DUMMY.TOKEN.XXXX";

/** What the widget of a site key does: gives a token by itself, never gives one, or waits to be clicked. */
export type WidgetManner = "passes" | "blocks" | "asks";

export function widgetManner(siteKey: string): WidgetManner {
  if (/^2x0+A[AB]+$/.test(siteKey)) return "blocks";
  return /^3x0+FF$/.test(siteKey) ? "asks" : "passes";
}

/** What a testing secret answers, or null for any other secret. */
export function testingAnswer(secret: string): "success" | "invalid-input-response" | "timeout-or-duplicate" | null {
  if (!/^[123]x0+AA$/.test(secret)) return null;
  if (secret.startsWith("1")) return "success";
  return secret.startsWith("2") ? "invalid-input-response" : "timeout-or-duplicate";
}

export function isTestingSiteKey(siteKey: string): boolean {
  return /^[123]x0+(AA|AB|BB|FF)$/.test(siteKey);
}
