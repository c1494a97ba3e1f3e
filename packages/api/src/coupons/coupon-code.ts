/** Crockford's base 32 without I, L, O and U: no letter is taken for a digit, and no word comes of it. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 3;
const GROUP_CHARS = 4;

export const COUPON_CODE_MAX = 40;

/** A code as it is stored and compared: however it was typed or pasted, in capital letters without space. */
export function normaliseCode(typed: string): string {
  return typed.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

/** A code that nobody can guess: 60 bits from the CSPRNG, as in `GRANT-7K2M-Q0XD-84TB`. */
export function newCouponCode(prefix: string): string {
  // 256 is a multiple of 32, so five bits of each byte have no bias.
  const drawn = [...crypto.getRandomValues(new Uint8Array(GROUPS * GROUP_CHARS))];
  const letters = drawn.map((byte) => ALPHABET.charAt(byte & 31)).join("");
  const groups = Array.from({ length: GROUPS }, (_, at) => letters.slice(at * GROUP_CHARS, (at + 1) * GROUP_CHARS));
  return [normaliseCode(prefix), ...groups].join("-");
}
