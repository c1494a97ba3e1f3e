import type { Clock } from "@stoa/kit";
import {
  type ChangesSince,
  type EnrolmentKey,
  type Lms,
  LmsOutcomeUnknown,
  LmsRefused,
  LmsUnavailable,
} from "@stoa/lms";
import type { Gate } from "../rig/gate.ts";
import type { Faults } from "./faults.ts";

/** An LMS with books of its own behind a network that lies. It has no unique index either: a second call adds a second. */
export class ScriptedLms implements Lms {
  readonly users = new Map<string, string>();
  readonly enrolments: EnrolmentKey[] = [];
  private readonly world: { clock: Clock; gate: Gate; faults: Faults };

  constructor(world: { clock: Clock; gate: Gate; faults: Faults }) {
    this.world = world;
  }

  ping: Lms["ping"] = () => this.serve("ping", () => {});

  ensureUser: Lms["ensureUser"] = ({ email }) =>
    this.serve("ensureUser", () => {
      const created = !this.users.has(email);
      this.users.set(email, email);
      return { lmsUser: email, created };
    });

  findEnrolment: Lms["findEnrolment"] = async (key) => {
    const found = await this.serve("findEnrolment", () => this.enrolments.some(is(key)));
    return found ? this.enrolmentOf(key) : null;
  };

  ensureEnrolment: Lms["ensureEnrolment"] = async ({ lmsUser, lmsCourse }) => {
    const key = { lmsUser, lmsCourse };
    const there = await this.serve("listEnrolments", () => this.enrolments.some(is(key)));
    if (!there) await this.serve("enrol", () => void this.enrolments.push(key));
    return { ...this.enrolmentOf(key), created: !there };
  };

  removeEnrolment: Lms["removeEnrolment"] = (key) =>
    this.serve("removeEnrolment", () => {
      const kept = this.enrolments.filter((each) => !is(key)(each));
      const removed = kept.length < this.enrolments.length;
      this.enrolments.splice(0, this.enrolments.length, ...kept);
      return { removed };
    });

  listProgressSince: Lms["listProgressSince"] = (_since: ChangesSince) =>
    this.serve("listProgressSince", () => ({ items: [], nextCursor: null }));

  listCertificates: Lms["listCertificates"] = (_since: ChangesSince) =>
    this.serve("listCertificates", () => ({ items: [], nextCursor: null }));

  courseUrl: Lms["courseUrl"] = (lmsCourse) => `https://lms.test/courses/${lmsCourse}`;

  withCorrelationId: Lms["withCorrelationId"] = () => this;

  private enrolmentOf(key: EnrolmentKey) {
    return { ...key, lmsEnrolment: `${key.lmsUser}/${key.lmsCourse}`, progress: 0, enrolledAt: this.world.clock.now() };
  }

  private async serve<T>(call: string, act: () => T): Promise<T> {
    await this.world.gate.pass();
    const fate = this.world.faults.fate();
    if (fate === "unreachable") throw new LmsUnavailable("simulated", { call });
    if (fate === "requestLost") throw new LmsOutcomeUnknown("simulated", { call });
    if (fate === "refused") throw new LmsRefused("ValidationError", "simulated", { status: 417, call });
    const answer = act();
    await this.world.gate.pass();
    if (fate === "answerLost") throw new LmsOutcomeUnknown("simulated", { call });
    return answer;
  }
}

function is(key: EnrolmentKey): (other: EnrolmentKey) => boolean {
  return (other) => other.lmsUser === key.lmsUser && other.lmsCourse === key.lmsCourse;
}
