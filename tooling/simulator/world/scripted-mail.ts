import { MailRefused, type MailTransport, MailUnavailable, type OutgoingMail } from "@stoa/email";
import type { Gate } from "../rig/gate.ts";
import type { Faults } from "./faults.ts";

/** A mail host, and the mailboxes behind it. */
export class ScriptedMail implements MailTransport {
  readonly arrived: OutgoingMail[] = [];
  private readonly world: { gate: Gate; faults: Faults };

  constructor(world: { gate: Gate; faults: Faults }) {
    this.world = world;
  }

  send: MailTransport["send"] = async (mail) => {
    await this.world.gate.pass();
    const fate = this.world.faults.fate();
    if (fate === "refused") throw new MailRefused("simulated", { mailId: mail.id, responseCode: 550 });
    if (fate === "unreachable" || fate === "requestLost") throw new MailUnavailable("simulated");
    this.arrived.push(mail);
    await this.world.gate.pass();
    if (fate === "answerLost") throw new MailUnavailable("simulated: the answer was lost");
    return { transportId: `sent-${this.arrived.length}` };
  };

  verify = async () => {};
  close = () => {};

  /** The tokens of the links that lie in a mailbox and lead to a path, newest first. */
  tokensIn(address: string, path: string): string[] {
    return this.arrived
      .filter((mail) => mail.to === address)
      .flatMap((mail) => [...mail.text.matchAll(/https?:\/\/\S+/g)].map(([link]) => URL.parse(link)))
      .flatMap((link) => (link?.pathname === path ? (link.searchParams.get("token") ?? []) : []))
      .reverse();
  }
}
