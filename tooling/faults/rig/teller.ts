import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { serveRequests } from "@stoa/api/http/serve-requests";
import { connect, withTransaction } from "@stoa/db";
import { money, systemClock } from "@stoa/kit";
import { account, InsufficientFunds, postEntry } from "@stoa/ledger";
import { databaseUrl, frontPort } from "./env.ts";

/**
 * A process that moves money between wallets, for as long as it lives: the ledger as the product's role sees it, behind
 * HTTP and nothing else. 200 once an order to move is in the books, 409 when a wallet has too little.
 */
interface Order {
  /** Its name; told again under the same one it changes nothing. */
  readonly subject: string;
  readonly moves: readonly { readonly from: string; readonly to: string; readonly amount: number }[];
}

const { db } = connect({ url: databaseUrl(), applicationName: "teller" });
const teller = { kind: "system", id: "teller" } as const;

async function carryOut({ subject, moves }: Order): Promise<void> {
  const ctx = { db, clock: systemClock, actor: teller, correlationId: subject };
  const transfers = moves.map(({ from, to, amount }) => ({
    code: "correction" as const,
    debit: account.wallet(from),
    credit: account.wallet(to),
    amount: money(amount, "EUR"),
  }));
  await withTransaction(ctx, (tx) => postEntry(tx, { kind: "wallet.moved", subject, transfers }));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "GET") return void response.writeHead(200).end();
  const order = (await json(request)) as Order;
  const status = await carryOut(order).then(
    () => 200,
    (error: unknown) => (error instanceof InsufficientFunds ? 409 : 503),
  );
  response.writeHead(status).end();
}

await serveRequests(answer, { port: frontPort(), host: "127.0.0.1" });
