import { readFileSync } from "node:fs";

const pem = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

/**
 * The certificate under which the sandbox signs as PayPal, its key, and the root it comes from. They are in the
 * repository because they prove nothing: Stoa believes this root only where it is told to, and never in production.
 */
export const signing = { certificate: pem("./leaf.pem"), key: pem("./leaf-key.pem"), root: pem("./root.pem") };
