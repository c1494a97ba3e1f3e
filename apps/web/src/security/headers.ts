import { contentSecurityPolicy as policyOf } from "@stoa/api/http/security-headers";
import type { WebEnv } from "../env.ts";

/** Hosts that a form's answer may lead to: the gateways' payment pages. Chrome holds redirects to `form-action` as well. */
const PAYMENT_PAGES = ["https://checkout.stripe.com", "https://www.paypal.com", "https://www.sandbox.paypal.com"];

/** The content security policy of the shop's pages: as the platform's, their forms may lead to a payment page, and the captcha's script and frame may be there. */
export function contentSecurityPolicy(nonce: string, env: WebEnv): string {
  const widgetOrigins = env.captcha ? [new URL(env.captcha.scriptUrl).origin] : [];
  return policyOf({ nonce, ...env, formTargets: [...PAYMENT_PAGES, ...env.sandboxOrigins], widgetOrigins });
}

/** Pages that show who is looking, or what they bought: nobody may keep a copy. */
const PERSONAL =
  /^\/(account|affiliate|change-email|checkout|claim|forgot-password|learn|notifications|orders|reset-password|sign-in|sign-up|verify-email)(\/|$)/;

export function isPersonal(path: string): boolean {
  return PERSONAL.test(path);
}
