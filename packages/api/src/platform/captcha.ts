import type { Log } from "@stoa/kit";
import { z } from "zod";
import { isTestingKey } from "../env.ts";

/** `unavailable`: the service did not answer, or does not know us; that is not the visitor's fault. */
export type CaptchaVerdict = "passed" | "refused" | "unavailable";

/** The service whose widget tells people from programs on public forms. */
export interface Captcha {
  /** Whether a token is fresh, was never used, and comes from the widget of our site and of this form. */
  verify(token: string, form: { action: string; ip: string }): Promise<CaptchaVerdict>;
}

export interface CaptchaOptions {
  secretKey: string;
  verifyUrl: string;
  /** Where the forms stand; a token that was solved on another site is refused. */
  hostname: string;
  log: Log;
}

/** A buyer waits for it, so it is short. */
const TIMEOUT_MS = 4_000;
const TOKEN_LENGTH_MAX = 2_048;

const answerSchema = z.object({
  success: z.boolean(),
  "error-codes": z.array(z.string()).default([]),
  hostname: z.string().optional(),
  action: z.string().optional(),
});
/** What speaks of the token. Every other code speaks of us or of the service itself. */
const FAULTS_OF_THE_TOKEN = ["missing-input-response", "invalid-input-response", "timeout-or-duplicate"];

/**
 * Cloudflare Turnstile, or a service that speaks like it. That a token counts once is the service's promise: it alone
 * hears of every use.
 */
export function createCaptcha({ secretKey, verifyUrl, hostname, log }: CaptchaOptions): Captcha {
  const testing = isTestingKey(secretKey);

  async function ask(token: string, ip: string) {
    const response = await fetch(verifyUrl, {
      method: "POST",
      body: new URLSearchParams({ secret: secretKey, response: token, remoteip: ip }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    });
    return answerSchema.parse(await response.json());
  }

  return {
    async verify(token, { action, ip }) {
      if (token.length > TOKEN_LENGTH_MAX) return "refused";
      const answer = await ask(token, ip).catch((error: unknown) => {
        log.error({ err: error }, "the captcha service is not answering");
        return null;
      });
      if (answer === null) return "unavailable";
      if (!answer.success) {
        const codes = answer["error-codes"];
        if (codes.length > 0 && codes.every((code) => FAULTS_OF_THE_TOKEN.includes(code))) return "refused";
        log.error({ codes }, "the captcha service does not take our question");
        return "unavailable";
      }
      // The documented testing keys answer for no site and no form.
      return testing || (answer.hostname === hostname && answer.action === action) ? "passed" : "refused";
    },
  };
}
