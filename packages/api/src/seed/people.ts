import { hkdfSync } from "node:crypto";
import { Secret } from "otpauth";
import { isStaff, type Role } from "../identity/policy.ts";
import type { SeedCourse } from "./content/course.ts";

export interface SeedPerson {
  email: string;
  name: string;
  roles: readonly Role[];
  /** What they do, for whoever reads the sign-ins. */
  does: string;
  /** The name under which the seed's courses know their teacher. */
  teaches?: SeedCourse["instructor"];
}

/** One password for all of a laptop's people; the seed runs nowhere else. */
export const SEED_PASSWORD = "columns-and-shade";

export const SEED_PEOPLE: readonly SeedPerson[] = [
  { email: "olga@stoa.example", name: "Olga Petrova", roles: ["owner"], does: "owns the house" },
  { email: "ada@stoa.example", name: "Ada Mensah", roles: ["admin"], does: "runs it" },
  { email: "omar@stoa.example", name: "Omar Haddad", roles: ["staff"], does: "answers people" },
  { email: "asha@stoa.example", name: "Asha Rao", roles: ["instructor"], does: "teaches", teaches: "asha" },
  { email: "tomas@stoa.example", name: "Tomás Vega", roles: ["instructor"], does: "teaches", teaches: "tomas" },
  {
    email: "mireille@stoa.example",
    name: "Mireille Aubry",
    roles: ["instructor"],
    does: "teaches",
    teaches: "mireille",
  },
  { email: "lina@stoa.example", name: "Lina Berg", roles: ["learner"], does: "learns" },
  { email: "noor@stoa.example", name: "Noor Karim", roles: ["learner"], does: "sends people here as an affiliate" },
  { email: "sami@stoa.example", name: "Sami Okafor", roles: ["learner"], does: "learns by a grant" },
];

/**
 * The second factor of a seeded member of staff, or null for others: derived from the installation's own key, so that the
 * seed and whoever tells the sandbox's authenticator come to the same secret without keeping it anywhere.
 */
export function seedTotpSecret(person: SeedPerson, encryptionKey: string): string | null {
  if (!isStaff(person.roles)) return null;
  const bytes = hkdfSync("sha256", Buffer.from(encryptionKey, "base64"), "stoa-seed", `totp:${person.email}`, 20);
  return new Secret({ buffer: bytes }).base32;
}
