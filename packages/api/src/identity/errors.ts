import { DomainError } from "@stoa/kit";

/** One answer for a wrong password, an unknown address and an account without a password (P1). */
export class WrongCredentials extends DomainError {
  constructor() {
    super("unauthenticated", "wrong_credentials", "The e-mail address or the password is not right.");
  }
}

export class WrongPassword extends DomainError {
  constructor() {
    super("forbidden", "wrong_password", "The password is not right. Nothing was changed.");
  }
}

export class WrongCode extends DomainError {
  constructor() {
    super("unauthenticated", "wrong_code", "This code is not right, or it was used already. Wait for the next one.");
  }
}

export class ChallengeExpired extends DomainError {
  constructor() {
    super("unauthenticated", "challenge_expired", "That took longer than five minutes. Sign in again from the start.");
  }
}

export class AccountBlocked extends DomainError {
  constructor() {
    super("forbidden", "account_blocked", "This account is blocked. Write to us if you think that is a mistake.");
  }
}

export class WeakPassword extends DomainError {
  constructor(why: string) {
    super("unprocessable", "weak_password", why, { field: "password" });
  }
}

export class LinkNotUsable extends DomainError {
  constructor() {
    super(
      "unprocessable",
      "link_not_usable",
      "This link was used already, is too old, or a newer one was sent. Ask for a new one.",
    );
  }
}

/** The mailbox is proved, but not that the account was made by its owner (T08). */
export class ProofNeeded extends DomainError {
  constructor() {
    super(
      "unauthenticated",
      "proof_needed",
      "Type the password you chose when you signed up, or set a new one, to confirm this address.",
    );
  }
}

export class SignInToClaim extends DomainError {
  constructor() {
    super("unauthenticated", "sign_in_to_claim", "This address has an account. Sign in, and the purchase is yours.");
  }
}

export class EmailTaken extends DomainError {
  constructor() {
    super("conflict", "email_taken", "This address cannot be used. Choose another.");
  }
}

export class SecondFactorMandatory extends DomainError {
  constructor() {
    super("forbidden", "second_factor_mandatory", "Your role asks for two-factor sign-in; it cannot be switched off.");
  }
}

export class SecondFactorOn extends DomainError {
  constructor() {
    super("conflict", "second_factor_on", "Two-factor sign-in is on already.");
  }
}

export class SecondFactorOff extends DomainError {
  constructor() {
    super("conflict", "second_factor_off", "Two-factor sign-in is not on.");
  }
}

export class UserNotFound extends DomainError {
  constructor(user: string) {
    super("not_found", "user_not_found", "There is no such person.", { user });
  }
}

export class SessionNotFound extends DomainError {
  constructor(session: string) {
    super("not_found", "session_not_found", "There is no such session.", { session });
  }
}

export class LastOwner extends DomainError {
  constructor() {
    super("conflict", "last_owner", "Stoa keeps at least one owner who can sign in. Name another one first.");
  }
}

export class NotOnYourself extends DomainError {
  constructor() {
    super("forbidden", "not_on_yourself", "You cannot do this to your own account. Ask a colleague.");
  }
}
