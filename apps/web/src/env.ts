/** Where this process listens; everything else of the environment is read and checked by `@stoa/api/env`. */
export const listenAt = {
  port: Number(process.env.WEB_PORT ?? 3000),
  host: process.env.STOA_HOST ?? "127.0.0.1",
};
