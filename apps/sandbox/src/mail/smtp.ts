import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Deps, Running } from "../part.ts";
import { readMail } from "./read-mail.ts";

const MAIL_MAX_BYTES = 10_000_000;

/** A reply with a code of its own; `smtp-server` sends `responseCode message`. */
class SmtpReply extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** Takes every mail for everybody, with any password or none, and keeps it in the books. */
export async function runSmtp(deps: Deps): Promise<Running> {
  const sockets = new Map<string, Socket>();
  const server: SMTPServer = new SMTPServer({
    banner: "Stoa sandbox",
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    size: MAIL_MAX_BYTES,
    closeTimeout: 500,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "anybody" }),
    onRcptTo: (_address, _session, done) => void settle(refuseByFault(deps), done),
    onData: (stream, session, done) => void settle(takeMail(deps, stream, session, sockets.get(keyOf(session))), done),
  });
  server.server.on("connection", (socket: Socket) => {
    const key = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(key, socket);
    socket.once("close", () => sockets.delete(key));
  });
  server.on("error", (error: Error) => deps.log.debug({ reason: error.message }, "SMTP connection ended badly"));
  const port = await listen(server, deps.config.smtpPort);
  return { urls: { smtp: `smtp://127.0.0.1:${port}` }, close: () => new Promise((done) => server.close(() => done())) };
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** What a mail host may say to a recipient: wait, later, never. */
async function refuseByFault({ faults }: Deps): Promise<void> {
  const delay = faults.strikes("mail", "delay");
  if (delay !== null) await sleep(delay.delayMs);
  if (faults.strikes("mail", "error") !== null) throw new SmtpReply(451, "Try again later");
  if (faults.strikes("mail", "refused") !== null) throw new SmtpReply(550, "No such user here");
}

async function takeMail(deps: Deps, stream: SMTPServerDataStream, session: SMTPServerSession, socket?: Socket) {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw new SmtpReply(552, "Message is too large");
  if (deps.faults.strikes("mail", "cut_before") !== null) return void socket?.resetAndDestroy();
  await keep(
    deps,
    Buffer.concat(chunks),
    session.envelope.rcptTo.map(({ address }) => address),
  );
  if (deps.faults.strikes("mail", "cut_after") !== null) socket?.resetAndDestroy();
}

async function keep({ books, clock }: Deps, raw: Buffer, recipients: readonly string[]): Promise<void> {
  const mail = await readMail(raw);
  for (const recipient of recipients) {
    await books`
      INSERT INTO mail.mail (message_id, recipient, sender, subject, text, html, links, raw, received_at)
      VALUES (${mail.messageId}, ${recipient}, ${mail.from}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.links},
        ${raw}, ${clock.now()})`;
  }
}

function keyOf(session: SMTPServerSession): string {
  return `${session.remoteAddress}:${session.remotePort}`;
}

/** `smtp-server` wants callbacks; a failure of our own is a temporary one to the sender. */
async function settle(work: Promise<unknown>, done: (error?: Error | null) => void): Promise<void> {
  try {
    await work;
    done();
  } catch (error) {
    done(error instanceof SmtpReply ? error : new SmtpReply(451, "The sandbox failed to take this mail"));
  }
}
