import { randomInt } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Capitals and digits, as PayPal names orders, captures and refunds: `5O190127TN364715T`. */
export function paypalId(length = 17): string {
  let id = "";
  for (let i = 0; i < length; i++) id += ALPHABET.charAt(randomInt(ALPHABET.length));
  return id;
}
