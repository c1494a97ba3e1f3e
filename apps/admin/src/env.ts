/** Where this process listens; everything else of the environment is read and checked by `@stoa/api/env`. */
export const listenAt = {
  port: Number(process.env.ADMIN_PORT ?? 3001),
  host: process.env.STOA_HOST ?? "127.0.0.1",
};
