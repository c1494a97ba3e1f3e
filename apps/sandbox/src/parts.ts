import { authenticator } from "./authenticator/part.ts";
import { frappe } from "./frappe/part.ts";
import { mail } from "./mail/part.ts";
import type { Part } from "./part.ts";
import { paypal } from "./paypal/part.ts";
import { stripe } from "./stripe/part.ts";
import { turnstile } from "./turnstile/part.ts";

/** Every service the sandbox imitates, in the order of the index page. */
export const PARTS: readonly Part[] = [stripe, paypal, frappe, mail, authenticator, turnstile];
