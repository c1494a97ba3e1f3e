/** Every prefix in use, so that no two nouns share one and an id says what it names. */
export const ID_PREFIXES = {
  user: "usr",
  session: "ses",
  emailToken: "etk",
  recoveryCode: "rcv",
  audit: "aud",
  notification: "ntf",
  mail: "mail",
  category: "cat",
  course: "crs",
  module: "mod",
  lesson: "les",
  order: "ord",
  orderLine: "oli",
  cart: "crt",
  payment: "pay",
  refund: "rfd",
  dispute: "dsp",
  gatewayCall: "gwc",
  review: "rev",
  invoice: "inv",
  creditNote: "crn",
  entitlement: "ent",
  enrolment: "enr",
  lmsSync: "lms",
  reconciliation: "rcn",
  finding: "fnd",
  outbox: "out",
  alert: "alt",
  affiliate: "aff",
  affiliateTerm: "atm",
  click: "clk",
  referral: "rfl",
  commission: "com",
  earning: "ern",
  creative: "crv",
  payee: "pye",
  payoutAccount: "pac",
  payoutBatch: "pbt",
  payout: "pyt",
  coupon: "cpn",
  redemption: "crd",
  grantPool: "gpl",
  grantContribution: "gct",
  grantApplication: "gap",
  grantAward: "gaw",
  webhookEndpoint: "whe",
  webhookMessage: "evt",
  webhookDelivery: "whd",
  webhookAttempt: "wha",
  account: "acc",
  entry: "jnl",
  transfer: "trf",
  correlation: "cor",
} as const;
export type IdNoun = keyof typeof ID_PREFIXES;

/** Crockford's base 32 without I, L, O and U, in lower case: sorts like the number it stands for. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARS = 10;
const RANDOM_CHARS = 16;

/**
 * A new id: `<prefix>_<10 characters of time><16 random characters>` (48 bits of milliseconds, 80 bits from the CSPRNG).
 * Ids made later sort later, to the millisecond; they cannot be guessed or counted.
 */
export function newId(noun: IdNoun, nowMs: number = Date.now()): string {
  return `${ID_PREFIXES[noun]}_${timePart(nowMs)}${randomPart()}`;
}

function timePart(nowMs: number): string {
  let rest = Math.floor(nowMs);
  let out = "";
  for (let i = 0; i < TIME_CHARS; i++) {
    out = ALPHABET.charAt(rest % 32) + out;
    rest = Math.floor(rest / 32);
  }
  return out;
}

/** Drawn for many ids at once: asking for a few bytes takes as long as asking for a thousand. */
const drawn = new Uint8Array(64 * RANDOM_CHARS);
let used = drawn.length;

/** 256 is a multiple of 32, so taking five bits of each byte has no modulo bias. */
function randomPart(): string {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  const bytes = drawn.subarray(used, used + RANDOM_CHARS);
  used += RANDOM_CHARS;
  let out = "";
  for (const byte of bytes) out += ALPHABET.charAt(byte & 31);
  return out;
}

/** A secret of `bytes` random bytes as base64url, for tokens in links and bearer tokens. 32 bytes unless told. */
export function newSecret(bytes = 32): string {
  const raw = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...raw))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
