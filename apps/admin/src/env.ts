/** What the pages and the proxy need to know of their surroundings; everything else is read and checked by `@stoa/api`. */
export interface AdminEnv {
  readonly local: boolean;
  readonly production: boolean;
  readonly development: boolean;
  readonly webUrl: string;
  readonly adminUrl: string;
  readonly sandboxUrl: string | null;
}

export function adminEnv(): AdminEnv {
  const stoaEnv = process.env.STOA_ENV ?? "production";
  return {
    local: stoaEnv === "local",
    production: stoaEnv === "production",
    development: process.env.NODE_ENV === "development",
    webUrl: process.env.WEB_URL ?? "http://localhost:3000",
    adminUrl: process.env.ADMIN_URL ?? "http://localhost:3001",
    sandboxUrl: process.env.SANDBOX_URL ?? null,
  };
}

/** Where this process listens. */
export const listenAt = {
  port: Number(process.env.ADMIN_PORT ?? 3001),
  host: process.env.STOA_HOST ?? "127.0.0.1",
};
