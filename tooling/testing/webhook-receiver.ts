import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A webhook as it arrived, bytes untouched. */
export interface ReceivedWebhook {
  rawBody: Uint8Array;
  headers: Headers;
  receivedAt: Date;
  body: { id: string; type: string; data: { object: Record<string, unknown> } };
}

export interface WebhookReceiver {
  url: string;
  received: ReceivedWebhook[];
  /** What the next webhooks are answered; 200 unless told. */
  answerWith(status: number): void;
  /** The first webhook that fits, when it arrives within the time; otherwise throws. */
  waitFor(fits: (webhook: ReceivedWebhook) => boolean, withinMs?: number): Promise<ReceivedWebhook>;
  close(): Promise<void>;
}

const WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

/** A shop's webhook end point that only remembers. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let status = 200;
  const server = createServer(async (request, response) => {
    const rawBody = await bytesOf(request);
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    received.push({ rawBody, headers, receivedAt: new Date(), body: JSON.parse(new TextDecoder().decode(rawBody)) });
    const redirect = status >= 300 && status < 400 ? { location: "/elsewhere" } : {};
    response.writeHead(status, redirect).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    answerWith: (next) => {
      status = next;
    },
    waitFor: async (fits, withinMs = WITHIN_MS) => {
      for (const until = Date.now() + withinMs; Date.now() < until; ) {
        const found = received.find(fits);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
      throw new Error(
        `no such webhook within ${withinMs} ms; came: ${received.map((one) => one.body.type).join(", ")}`,
      );
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}
