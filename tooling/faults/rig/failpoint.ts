import { Socket } from "node:net";

/**
 * Ends this process with SIGKILL right before the `last`-th piece that it would send to anybody: each statement, commit and
 * outgoing call is such a piece, so between any two of them there is one end. With 0 it only counts. Gives the count so far.
 */
export function endBeforeSending(last: number): () => number {
  let sent = 0;
  const write = Socket.prototype.write;
  const counted = function (this: Socket, ...piece: Parameters<typeof write>) {
    // The standard streams are sockets too, when they are pipes.
    if (this.remotePort !== undefined) {
      sent += 1;
      if (sent === last) process.kill(process.pid, "SIGKILL");
    }
    return write.apply(this, piece);
  };
  Reflect.set(Socket.prototype, "write", counted);
  return () => sent;
}
