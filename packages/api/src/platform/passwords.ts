import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "@stoa/kit";

export class SignInBusy extends DomainError {
  constructor() {
    super("unavailable", "sign_in_busy", "Many people are signing in at this moment. Try again in a few seconds.");
  }
}

export interface Passwords {
  /** Argon2id in PHC form. Throws `SignInBusy` when too many are waiting. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one. With null for the hash (nobody by that name, or no password chosen) it works just as
   * long and answers false, so that the time does not tell who has an account.
   */
  verify(storedHash: string | null, password: string): Promise<boolean>;
  /** How many checks were made; the tests of the limits read it. */
  readonly checks: () => number;
}

/** OWASP's minimum for Argon2id: 19 MiB, two passes, one lane; 10 ms on one core. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A storm of sign-ins must leave a core to the shop; who waits longer than the queue holds is told to come back. */
const AT_ONCE = 2;
const WAITING_MAX = 100;

/** Password hashing with bounded use of the machine. */
export function createPasswords(): Passwords {
  const turns = createTurns(AT_ONCE, WAITING_MAX);
  let checks = 0;
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => turns.take(() => hash(canonical(password), ARGON2ID)),
    verify: async (storedHash, password) => {
      decoy ??= hash("nobody has this password", ARGON2ID);
      const against = storedHash ?? (await decoy);
      checks += 1;
      const matches = await turns.take(() => verify(against, canonical(password)));
      return matches && storedHash !== null;
    },
    checks: () => checks,
  };
}

/** One password however the keyboard composes its letters. */
function canonical(password: string): string {
  return password.normalize("NFC");
}

/** Lets `atOnce` pieces of work run and `waitingMax` wait; the next is refused. */
function createTurns(atOnce: number, waitingMax: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async take<T>(work: () => Promise<T>): Promise<T> {
      if (running >= atOnce) {
        if (waiting.length >= waitingMax) throw new SignInBusy();
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
