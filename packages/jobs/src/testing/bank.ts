import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An outside service that remembers with which keys it was called. */
export interface Bank {
  readonly url: string;
  readonly calls: string[];
  /** How long it takes to answer. */
  answerAfterMs: number;
  close(): void;
}

export async function startBank(): Promise<Bank> {
  const server = createServer((request, response) => {
    let key = "";
    request.on("data", (chunk) => {
      key += chunk;
    });
    request.on("end", () => {
      bank.calls.push(key);
      setTimeout(() => response.end("ok"), bank.answerAfterMs);
    });
  });
  const url = await listening(server);
  const bank: Bank = { url, calls: [], answerAfterMs: 5, close: () => server.close() };
  return bank;
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
