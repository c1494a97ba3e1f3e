import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** Sealing of what must be read again (TOTP secrets, links in queued mails). Tokens that are only compared are hashed. */
export interface Secrets {
  /** Encrypts under a purpose; a value sealed for one purpose does not open for another. */
  seal(purpose: string, plain: string): string;
  /** Opens what `seal` made. Throws when it was altered, or sealed for another purpose or key. */
  open(purpose: string, sealed: string): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a key per purpose, derived by HKDF from the 32 bytes of `STOA_ENCRYPTION_KEY`. */
export function createSecrets(keyBase64: string): Secrets {
  const master = Buffer.from(keyBase64, "base64");
  const keys = new Map<string, Buffer>();
  const keyFor = (purpose: string) => {
    const key = keys.get(purpose) ?? Buffer.from(hkdfSync("sha256", master, "stoa", purpose, 32));
    keys.set(purpose, key);
    return key;
  };
  return {
    seal(purpose, plain) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), iv);
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(purpose, sealed) {
      const raw = Buffer.from(sealed, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), raw.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(raw.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(raw.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}

/** SHA-256 in hex. For tokens of full entropy; passwords go through Argon2. */
export function sha256(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function equalSecrets(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(left)), Buffer.from(sha256(right)));
}
