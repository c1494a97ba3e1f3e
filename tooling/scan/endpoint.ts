import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Finding } from "./finding.ts";

/** A server of nobody's, whose address the scanner plants: whoever calls it was tricked into it. */
export interface Endpoint {
  readonly url: string;
  visits(): readonly Finding[];
  close(): Promise<void>;
}

/** What the scanner itself asks its endpoint afterwards: which of the planted addresses were called. */
const ASKED_BY_SCANNER = /^\/get_(ssrf|xxe)\.php/;

export async function openEndpoint(): Promise<Endpoint> {
  const visits: Finding[] = [];
  const server = createServer(({ url = "", method = "" }, response) => {
    if (!ASKED_BY_SCANNER.test(url)) {
      visits.push({
        by: "wapiti",
        what: "Server Side Request Forgery",
        where: "endpoint",
        evidence: `${method} ${url}`,
      });
    }
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    visits: () => visits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
