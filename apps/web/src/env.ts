/** What the pages and the proxy need to know of their surroundings; everything else is read and checked by `@stoa/api`. */
export interface WebEnv {
  readonly local: boolean;
  readonly production: boolean;
  /** `next dev`: its tools evaluate code and talk over a socket. */
  readonly development: boolean;
  readonly webUrl: string;
  readonly sandboxUrl: string | null;
}

export function webEnv(): WebEnv {
  const stoaEnv = process.env.STOA_ENV ?? "production";
  return {
    local: stoaEnv === "local",
    production: stoaEnv === "production",
    development: process.env.NODE_ENV === "development",
    webUrl: process.env.WEB_URL ?? "http://localhost:3000",
    sandboxUrl: process.env.SANDBOX_URL ?? null,
  };
}

/** Where this process listens. */
export const listenAt = {
  port: Number(process.env.WEB_PORT ?? 3000),
  host: process.env.STOA_HOST ?? "127.0.0.1",
};
