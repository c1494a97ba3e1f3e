import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What a network does to the bytes that pass it. */
export type Weather =
  | { kind: "fair" }
  /** Each piece is late by anything up to `upToMs`. */
  | { kind: "delay"; upToMs: number }
  /** Each piece has this chance of ending its line with a reset instead of arriving. */
  | { kind: "reset"; rate: number }
  /** Bytes vanish and nobody is told. Lines that lost some are found broken once the weather changes. */
  | { kind: "half_open" }
  /** One byte at a time. */
  | { kind: "drip"; byteEveryMs: number };

export interface TcpProxy {
  /** An address of the target, led through here. */
  through(url: string): string;
  /** Changes the weather for lines that are open and those to come. */
  turn(weather: Weather): void;
  /** The lines open now swallow what is said and nobody is told, whatever the weather; a firewall has forgotten them. */
  forget(): void;
  /** From now on tells of every piece that a client sends, whatever then becomes of it. */
  listen(hear: (piece: Buffer) => void): void;
  close(): Promise<void>;
}

/** A line through the proxy, seen from it: the client's end, then the target's. */
interface Line {
  readonly ends: readonly [Socket, Socket];
  lostBytes: boolean;
  forgotten: boolean;
}

/** What holds for all lines at a moment. */
interface Sky {
  weather: Weather;
  chance: () => number;
  hear: (piece: Buffer) => void;
}

/**
 * Stands between clients and a target on a free port of 127.0.0.1 and passes bytes as the weather allows. `targetPort` is
 * asked for each new line; `chance` gives numbers from 0 to 1.
 */
export async function startProxy(targetPort: () => number, chance: () => number): Promise<TcpProxy> {
  const lines = new Set<Line>();
  const sky: Sky = { weather: { kind: "fair" }, chance, hear: () => {} };

  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: "127.0.0.1", port: targetPort(), noDelay: true });
    const line: Line = { ends: [near, far], lostBytes: false, forgotten: false };
    lines.add(line);
    for (const [from, to] of [line.ends, [far, near] as const]) {
      from.on("error", () => {});
      from.on("close", () => {
        // Of a line that is forgotten the other end does not hear even this.
        if (line.forgotten) return;
        to.destroy();
        lines.delete(line);
      });
      void carry(line, from, to, sky);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    through: (url) => url.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`),
    turn: (next) => {
      sky.weather = next;
      for (const line of lines) if (line.lostBytes && !line.forgotten) breakOff(line);
    },
    forget: () => {
      for (const line of lines) line.forgotten = true;
    },
    listen: (hear) => {
      sky.hear = hear;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const line of lines) breakOff(line);
      await closed;
    },
  };
}

/** Passes what comes from one end to the other, in order, until either is gone. */
async function carry(line: Line, from: Socket, to: Socket, sky: Sky) {
  try {
    for await (const piece of from) {
      if (from === line.ends[0]) sky.hear(piece as Buffer);
      if (!(await pass(line, piece as Buffer, to, sky))) return breakOff(line);
    }
    if (!line.forgotten) to.end();
  } catch {
    if (!line.forgotten) breakOff(line);
  }
}

/** False when the line ends here. */
async function pass(line: Line, piece: Buffer, to: Socket, sky: Sky): Promise<boolean> {
  const now = sky.weather;
  if (line.forgotten) return true;
  switch (now.kind) {
    case "half_open":
      line.lostBytes = true;
      return true;
    case "reset":
      if (sky.chance() < now.rate) return false;
      break;
    case "delay":
      await sleep(sky.chance() * now.upToMs);
      break;
    case "drip":
      for (let at = 0; at < piece.length; at++) {
        if (sky.weather !== now) return write(to, piece.subarray(at));
        if (!(await write(to, piece.subarray(at, at + 1)))) return false;
        await sleep(now.byteEveryMs);
      }
      return true;
    case "fair":
  }
  return write(to, piece);
}

function write(to: Socket, piece: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (to.destroyed) resolve(false);
    else to.write(piece, (error) => resolve(!error));
  });
}

/** With a reset, where Node can: one on a line that opens or has said its last leaves a request that no exit gets past. */
function breakOff(line: Line): void {
  for (const end of line.ends) {
    if (end.connecting || end.writableEnded) end.destroy();
    else end.resetAndDestroy();
  }
}
