import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import type { Finding } from "./finding.ts";

/** Who the requests come from: a cookie, made anew when its session was ended, by the tool itself as a rule. */
export interface Persona {
  readonly name: string;
  cookie(): Promise<string>;
}

export interface Traffic {
  requests: number;
  /** How often each status was answered. */
  readonly statuses: Map<number, number>;
  /** Sessions that the tool ended on its way, and that were opened again. */
  renewed: number;
}

/** The only way to an app: counts what a tool sends, says who sends it, and sees every answer. */
export interface Gate {
  readonly url: string;
  /** From here on requests are this persona's, and are counted anew. */
  admit(persona: Persona | null): Promise<Traffic>;
  /** Every answer of 5xx and every line that was cut, since the gate was opened. */
  accidents(): readonly Finding[];
  close(): Promise<void>;
}

const EVIDENCE_CHARS = 300;

/** Opens a gate before the app that listens on the port, whichever that is by then. */
export async function openGate(app: string, upstreamPort: () => number): Promise<Gate> {
  let traffic: Traffic = { requests: 0, statuses: new Map(), renewed: 0 };
  let who: { persona: Persona; cookie: Promise<string> } | null = null;
  const accidents: Finding[] = [];

  const server = createServer(async (incoming, outgoing) => {
    const of = traffic;
    of.requests += 1;
    const headers = { ...incoming.headers };
    if (who) headers.cookie = withCookie(incoming.headers.cookie, await who.cookie);
    const where = `${app} ${incoming.method} ${(incoming.url ?? "").replace(/\?.*$/s, "")}`;
    const accident = (what: string, evidence: string) =>
      accidents.push({ by: "the gate", what, where, evidence: evidence.slice(0, EVIDENCE_CHARS) });
    forward(incoming, outgoing, { port: upstreamPort(), headers }, (answer) => {
      if (answer === null) return void (outgoing.destroyed || accident("cut the line", incoming.url ?? ""));
      const status = answer.statusCode ?? 0;
      of.statuses.set(status, (of.statuses.get(status) ?? 0) + 1);
      if (status >= 500) accident(`answered ${status}`, `${incoming.url} ${incoming.headers["content-type"] ?? ""}`);
      if (who && isShownTheDoor(answer)) {
        of.renewed += 1;
        who = { ...who, cookie: who.persona.cookie() };
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    admit: async (persona) => {
      who = persona && { persona, cookie: persona.cookie() };
      await who?.cookie;
      traffic = { requests: 0, statuses: new Map(), renewed: 0 };
      return traffic;
    },
    accidents: () => accidents,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Upstream = { port: number; headers: IncomingMessage["headers"] };

/** Passes a request on as it came and its answer back, and tells of the answer, or of none. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  upstream: Upstream,
  tell: (answer: IncomingMessage | null) => void,
): void {
  const { method, url: path } = incoming;
  const failed = (ours: boolean) => {
    if (!ours) tell(null);
    // What Node's own client will not send on never reached the app.
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(400).end();
  };
  try {
    const onward = send({ host: "127.0.0.1", ...upstream, method, path }, (answer) => {
      tell(answer);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing).on("error", () => answer.destroy());
      answer.on("error", () => outgoing.destroy());
    });
    onward.on("error", () => failed(false));
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  } catch {
    failed(true);
  }
}

/** The persona's cookie beside those that the tool carries; of its own session the tool knows nothing. */
function withCookie(carried: string | undefined, own: string): string {
  const [name] = own.split("=");
  const others = (carried ?? "").split(/;\s*/).filter((pair) => pair !== "" && !pair.startsWith(`${name}=`));
  return [...others, own].join("; ");
}

function isShownTheDoor({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 401 || /\/sign-in(\?|$)/.test(headers.location ?? "");
}
