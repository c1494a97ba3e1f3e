/** Names of fields whose values are secret or personal, whatever they hold; compared by their letters alone. */
const SECRET_NAME =
  /passw|passphrase|secret|token|authori[sz]ation|cookie|apikey|privatekey|credential|signature|sessionkey|otp|cvv|cvc|iban|(?<!dis)card|e?mails?$|phone|recipient|useragent|birth|street|address$/;
const SECRET_NAMES = new Set([
  "to",
  "from",
  "cc",
  "bcc",
  "name",
  "firstname",
  "lastname",
  "fullname",
  "ip",
  "pin",
  "dsn",
  "key",
  "pan",
]);
/** A stable code is for reading (`order_already_paid`, `ECONNREFUSED`); a code that somebody types in is not. */
const RULE_CODE = /^[a-z]+(_[a-z]+)+$|^internal$|^E[A-Z]{4,}$|^UND_ERR_[A-Z_]+$/;

const CENSOR = "[redacted]";
const DEPTH_MAX = 8;
const ITEMS_MAX = 100;
const TEXT_MAX = 8_000;

/** What stands in free text, found by its shape. Ids of ours (`ord_01j…`) are none of these. */
const SHAPES: readonly [RegExp, string][] = [
  // A failed statement names its parameters after its text.
  [/\nparams:[\s\S]*?(?=\n\s{1,8}at |$)/g, "\nparams: [withheld]"],
  // Postgres quotes the value that it could not read.
  [/(invalid input (?:syntax|value) for [^:\n]{1,80}: )"[\s\S]*"/g, '$1"[withheld]"'],
  [/(\bvalue )"[^"\n]{1,500}"( is out of range)/g, '$1"[withheld]"$2'],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'<>]{1,500}@/gi, "$1[redacted]@"],
  [/[^\s/@<>"'(),:;=[\]{}&?]{1,254}(?:@|%40)[^\s/@<>"'(),:;=[\]{}&?]{1,250}\.\p{L}{2,24}(?![\w.])/giu, "[e-mail]"],
  [/\b(bearer|basic)\s{1,3}[^\s"',;]+/gi, "$1 [redacted]"],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*){0,3}/g, "[token]"],
  [/\b(sk|rk|pk|whsec|stoa|ghp|xox[abp])_[\w-]{8,}/g, "[token]"],
  [
    /((?:pass(?:word|wd|phrase)?|secret|token|authori[sz]ation|api[_-]?key|signature|sig|cookie|session|code|otp|key|email|phone)["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&;,}#]+/gi,
    "$1[redacted]",
  ],
  [/-----BEGIN [A-Z ]{1,40}-----[\s\S]*?(-----END [A-Z ]{1,40}-----|$)/g, "[key]"],
  [/\b[0-9a-f]{40,}\b/gi, "[token]"],
  // Long and of all kinds of letters, as random bytes are in base64; ids of gateways (`cs_test_…`) have a name in front.
  [/(?<![\w-])(?![a-z]{2,5}_)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,}/g, "[token]"],
];
const DIGITS = /(?<![\w-])\d(?:[ -]?\d){11,18}(?![\w-])/g;

/** A value as a log may hold it: what is secret or personal by its field's name or by its shape is taken out. */
function redact(name: string, value: unknown, depth = 0): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (/codes?$/i.test(name) && !(typeof value === "string" && RULE_CODE.test(value))) return CENSOR;
  if (isSecretName(name)) return CENSOR;
  if (typeof value === "string") return redactText(value);
  if (typeof value === "number") return Number.isSafeInteger(value) && isCardNumber(String(value)) ? CENSOR : value;
  if (typeof value === "bigint") return redactText(String(value));
  if (typeof value !== "object") return `[${typeof value}]`;
  if (depth >= DEPTH_MAX) return "[too deep]";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return redact(name, Object.fromEntries(value), depth);
  if (value instanceof Set) return redact(name, [...value], depth);
  if (value instanceof Headers || value instanceof URLSearchParams)
    return redact(name, Object.fromEntries(value), depth);
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redact(name, item, depth + 1));
  return redactFields(value, depth + 1);
}

/** The fields of a line or of a record in it; a name may be personal as well, as in a record by address. */
export function redactFields(fields: object, depth = 0): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, ITEMS_MAX);
  return Object.fromEntries(entries.map(([name, value]) => [redactText(name), redact(name, value, depth)]));
}

/** Free text with everything taken out that has the shape of a secret, an address or a card number. */
export function redactText(text: string): string {
  const shown = text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
  const shaped = SHAPES.reduce((result, [shape, instead]) => result.replace(shape, instead), shown);
  return shaped.replace(DIGITS, (digits) => (isCardNumber(digits.replace(/\D/g, "")) ? "[card]" : digits));
}

/** What an error says and where it arose, without the parameters that a failed statement names after its text. */
export function redactWords(error: Error): { message: string; stack: string | undefined } {
  const { message, stack } = error;
  const bare = message.replace(/\nparams:[\s\S]*$/, "\nparams: [withheld]");
  // The stack begins with the message, and where a parameter ends in it nobody can tell.
  return { message: redactText(bare), stack: stack && redactText(stack.replaceAll(message, () => bare)) };
}

/** Its fields as well: a driver's error carries the statement's parameters, a gateway's the whole answer. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { message: _message, stack: _stack, cause: _cause, name: _name, ...fields } = { ...error };
  return {
    type: error.name,
    ...redactWords(error),
    ...("code" in error && typeof error.code === "string" ? { code: redactText(error.code) } : {}),
    ...(error.cause === undefined ? {} : { cause: redact("cause", error.cause, depth + 1) }),
    ...Object.fromEntries(
      Object.entries(fields)
        .filter(([key]) => !WITHHELD.has(key))
        .map(([key, value]) => [key, redact(key, value, depth + 1)]),
    ),
  };
}

/** Of a failed statement or call: what was sent, and rows in Postgres's own words ("Key (email)=(…) already exists"). */
const WITHHELD = new Set([
  "parameters",
  "params",
  "args",
  "detail",
  "query",
  "raw",
  "config",
  "request",
  "response",
  "code",
]);

function isSecretName(name: string): boolean {
  const letters = name.replace(/[^a-z]/gi, "").toLowerCase();
  return SECRET_NAMES.has(letters) || SECRET_NAME.test(letters);
}

/** Thirteen to nineteen digits with Luhn's check digit. */
function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
