import { captchaScriptUrl } from "@stoa/api/env";

/** What the pages and the proxy need to know of their surroundings; everything else is read and checked by `@stoa/api`. */
export interface WebEnv {
  readonly production: boolean;
  /** `next dev`: its tools evaluate code and talk over a socket. */
  readonly development: boolean;
  readonly webUrl: string;
  /** Where the sandbox's payment pages are, outside production; it is reached by either name of this machine. */
  readonly sandboxOrigins: readonly string[];
  /** Null where no captcha is set up. */
  readonly captcha: { readonly siteKey: string; readonly scriptUrl: string } | null;
}

export function webEnv(): WebEnv {
  const stoaEnv = process.env.STOA_ENV ?? "production";
  return {
    production: stoaEnv === "production",
    development: process.env.NODE_ENV === "development",
    webUrl: process.env.WEB_URL ?? "http://localhost:3000",
    sandboxOrigins: stoaEnv === "production" ? [] : sandboxesIn(process.env),
    captcha: captchaIn(process.env.CAPTCHA_SITE_KEY, process.env.CAPTCHA_SCRIPT_URL),
  };
}

function captchaIn(siteKey: string | undefined, scriptUrl: string | undefined): WebEnv["captcha"] {
  return siteKey ? { siteKey, scriptUrl: scriptUrl || captchaScriptUrl } : null;
}

function sandboxesIn(env: NodeJS.ProcessEnv): string[] {
  return originsOf(env.SANDBOX_URL, env.STRIPE_API_BASE, env.PAYPAL_API_BASE);
}

function originsOf(...urls: readonly (string | undefined)[]): string[] {
  return [...new Set(urls.flatMap((url) => (url && URL.canParse(url) ? [new URL(url).origin] : [])))];
}

/** Where this process listens. */
export const listenAt = {
  port: Number(process.env.WEB_PORT ?? 3000),
  host: process.env.STOA_HOST ?? "127.0.0.1",
};
