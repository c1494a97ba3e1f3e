import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";

/** A post as the receiver saw it. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Respond = (response: ServerResponse, received: Received) => void;

/** Somebody else's system, on this machine: it keeps what it is sent and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** What came, oldest first. */
  readonly received: Received[];
  /** How it answers from now on: a status, or whatever the test does with the response. */
  answer(respond: number | Respond): void;
  /** Forgets what came, and answers 204 again. */
  reset(): void;
}

/** Call it once at the top of the file; it listens on a free port. */
export function testReceiver(): Receiver {
  const received: Received[] = [];
  let respond: Respond = (response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      received.push(one);
      respond(response, one);
    });
  });
  const port = () => z.object({ port: z.number() }).parse(server.address()).port;

  beforeAll(() => new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening)));
  afterAll(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );

  return {
    get url() {
      return `http://127.0.0.1:${port()}/hooks`;
    },
    get port() {
      return port();
    },
    received,
    answer: (how) => {
      respond = typeof how === "number" ? (response) => response.writeHead(how).end() : how;
    },
    reset: () => {
      received.length = 0;
      respond = (response) => response.writeHead(204).end();
    },
  };
}

/** What the official library makes of a post under a secret; throws when the signature is not good. */
export function verified(secret: string, { headers, body }: Received): unknown {
  const text = (name: string) => String(headers[name]);
  return new Webhook(secret).verify(body, {
    "webhook-id": text("webhook-id"),
    "webhook-timestamp": text("webhook-timestamp"),
    "webhook-signature": text("webhook-signature"),
  });
}
