/** The eight kinds of failure that a caller can act on. Everything else is `internal` and never shows its message. */
export const ERROR_KINDS = [
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "unprocessable",
  "rate_limited",
  "unavailable",
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** HTTP status of each kind; tRPC and REST both map through this table. */
export const HTTP_STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unprocessable: 422,
  rate_limited: 429,
  unavailable: 503,
};

export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * A rule of the business said no. One subclass per rule, in the domain's `errors.ts`.
 * `code` is stable (`order_already_paid`), `message` is a sentence for the person, `details` holds ids and limits only.
 */
export class DomainError extends Error {
  /** Names the class to its other copies; a subclass that is thrown across bundles has one of its own. */
  static readonly brand: string = "DomainError";

  /**
   * A bundler may load this file once for each of its bundles, and a service that one of them opened then throws to the
   * code of another. A class with a brand knows such errors for its own.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: the class that is asked about, which may be a subclass
    return isInstance(this, value);
  }

  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

function isInstance(type: typeof DomainError, value: unknown): boolean {
  if (!Object.hasOwn(type, "brand")) return Function.prototype[Symbol.hasInstance].call(type, value);
  return value instanceof Error && brandsOf(value.constructor).includes(type.brand);
}

/** The brands of a class and of those above it. */
function brandsOf(type: unknown): string[] {
  if (typeof type !== "function") return [];
  const above = brandsOf(Object.getPrototypeOf(type));
  return Object.hasOwn(type, "brand") ? [String(Reflect.get(type, "brand")), ...above] : above;
}

/** One refused field of an input, in the words of the form. */
export interface FieldIssue {
  path: string;
  message: string;
}

/** Input that a schema or a rule refused; names every field, so that a form can show each message beside it. */
export class InvalidInput extends DomainError {
  readonly issues: readonly FieldIssue[];

  constructor(issues: readonly FieldIssue[]) {
    super("invalid_input", "invalid_input", issues.map((issue) => `${issue.path}: ${issue.message}`).join("; "), {
      issues,
    });
    this.issues = issues;
  }
}

/** Bare refusals that need no words of their own. */
export class NotSignedIn extends DomainError {
  constructor() {
    super("unauthenticated", "not_signed_in", "Sign in to continue.");
  }
}

export class NotAllowed extends DomainError {
  constructor(permission?: string) {
    super("forbidden", "not_allowed", "You are not allowed to do this.", permission ? { permission } : {});
  }
}

/** The one error shape of the platform (P7), on the wire of tRPC, REST and in the worker's log. */
export interface ErrorShape {
  code: string;
  message: string;
  details: ErrorDetails;
  path: string;
  timestamp: string;
  correlationId: string;
}
