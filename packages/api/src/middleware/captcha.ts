import { DomainError } from "@stoa/kit";
import type { CaptchaVerdict } from "../platform/captcha.ts";
import type { Context } from "../platform/context.ts";

/** A form that strangers may send. */
export interface PublicForm {
  /** The widget's `action`, so that a token of one form opens no other. */
  readonly action: "sign_up" | "password_reset" | "checkout" | "grant_application";
  /** While the captcha service cannot be asked. A sale goes on, bounded by the limits on checkouts; the others can wait. */
  readonly whenUnavailable: "refuse" | "allow";
}

const FIELD = { field: "captchaToken" };

export class CaptchaNeeded extends DomainError {
  constructor() {
    super(
      "invalid_input",
      "captcha_needed",
      "Show that you are a person first. Programs send the widget's token as X-Captcha-Token.",
      FIELD,
    );
  }
}

export class CaptchaRefused extends DomainError {
  constructor() {
    super("invalid_input", "captcha_refused", "The check did not succeed, or took too long. Do it once more.", FIELD);
  }
}

export class CaptchaUnavailable extends DomainError {
  constructor() {
    super(
      "unavailable",
      "captcha_unavailable",
      "We cannot check just now that you are a person. Nothing was sent; try again in a minute.",
      FIELD,
    );
  }
}

/**
 * Asks a guest's token of the captcha service, where one is set up. Who is signed in, or calls with a token or key of
 * theirs, is known and bounded as themselves. Stands before the verb, so before every transaction. Throws
 * `CaptchaNeeded`, `CaptchaRefused`, `CaptchaUnavailable`.
 */
export async function mustBePerson(ctx: Context, form: PublicForm): Promise<void> {
  const { captcha, metrics } = ctx.services;
  if (captcha === null || ctx.request === null || ctx.actor.kind !== "guest") return;
  const token = ctx.request.captchaToken;
  const tell = (outcome: CaptchaVerdict | "missing") => metrics.captchaChecks.inc({ action: form.action, outcome });
  if (!token) {
    tell("missing");
    throw new CaptchaNeeded();
  }
  const verdict = await captcha.verify(token, { action: form.action, ip: ctx.request.ip });
  tell(verdict);
  if (verdict === "refused") throw new CaptchaRefused();
  if (verdict === "unavailable" && form.whenUnavailable === "refuse") throw new CaptchaUnavailable();
}
