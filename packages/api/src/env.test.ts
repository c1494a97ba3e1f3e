import { describe, expect, test } from "vitest";
import { BadEnvironment, readEnv } from "./env.ts";

const whole = {
  STOA_ENV: "production",
  DATABASE_URL: "postgres://stoa@db.internal/stoa",
  AUTH_SECRET: "Jx1qv6kN3v0cP8yZ2rT5wQ7mB4dH9sL0",
  STOA_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString("base64"),
  SMTP_URL: "smtp://mail.internal:587",
  WEB_URL: "https://stoa.example",
  ADMIN_URL: "https://admin.stoa.example",
};

const complaintAbout = (changes: Record<string, string | undefined>): string => {
  try {
    readEnv({ ...whole, ...changes });
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(BadEnvironment);
    return error instanceof Error ? error.message : "";
  }
};

describe("the environment", () => {
  test("that is whole is taken", () => {
    expect(readEnv(whole)).toMatchObject({ STOA_ENV: "production", DATABASE_POOL_MAX: 10, TRUSTED_PROXIES: 0 });
  });

  test("T12 is refused with every fault at once, each by its name", () => {
    const complaint = complaintAbout({
      DATABASE_URL: undefined,
      AUTH_SECRET: "short",
      STOA_ENCRYPTION_KEY: "c2hvcnQ=",
      REDIS_URL: "http://redis",
      DATABASE_POOL_MAX: "many",
    });
    for (const name of ["DATABASE_URL", "AUTH_SECRET", "STOA_ENCRYPTION_KEY", "REDIS_URL", "DATABASE_POOL_MAX"])
      expect(complaint).toContain(`  ${name}: `);
  });

  test.each(["changeme-changeme-changeme-changeme", "this-is-my-secret-this-is-my-secret"])(
    "T12 T106 does not start production with the placeholder %s",
    (AUTH_SECRET) => {
      expect(complaintAbout({ AUTH_SECRET })).toContain("AUTH_SECRET");
    },
  );

  test("T106 does not start production without a way to send mail", () => {
    expect(complaintAbout({ SMTP_URL: undefined })).toContain("SMTP_URL");
    expect(complaintAbout({ SMTP_URL: undefined, SENDGRID_API_KEY: "SG.x" })).toBe("");
  });

  test("takes a gateway or the LMS whole or not at all", () => {
    expect(complaintAbout({ STRIPE_SECRET_KEY: "sk_live_1" })).toContain("STRIPE_WEBHOOK_SECRET");
    expect(complaintAbout({ FRAPPE_URL: "https://lms.example", FRAPPE_API_KEY: "k" })).toContain("FRAPPE_API_SECRET");
  });

  test("tells what is missing beside another although a third is malformed", () => {
    const complaint = complaintAbout({
      STRIPE_SECRET_KEY: "sk_live_1",
      DATABASE_POOL_MAX: "many",
      DATABASE_URL: undefined,
    });
    expect(complaint).toContain("STRIPE_WEBHOOK_SECRET: is needed together with STRIPE_SECRET_KEY");
    expect(complaint).toContain("DATABASE_POOL_MAX");
  });

  test("lists the networks that webhooks come from, and refuses what is none", () => {
    expect(readEnv({ ...whole, WEBHOOK_IP_ALLOW: "3.18.12.63, 2001:DB8::/32" }).WEBHOOK_IP_ALLOW).toEqual([
      "3.18.12.63",
      "2001:db8::/32",
    ]);
    for (const wrong of ["3.18.12.63;3.18.12.64", "example.com", "3.18.12.0/33", "3.18.12.63,"])
      expect(complaintAbout({ WEBHOOK_IP_ALLOW: wrong })).toContain("WEBHOOK_IP_ALLOW: ");
    expect(complaintAbout({ COUNTRY_HEADER: "cf ipcountry:" })).toContain("COUNTRY_HEADER: ");
  });

  test("takes the captcha whole or not at all, and in production no key for testing and no bare HTTP", () => {
    expect(complaintAbout({ CAPTCHA_SITE_KEY: "0x4" })).toContain(
      "CAPTCHA_SECRET_KEY: is needed together with CAPTCHA_SITE_KEY",
    );
    expect(complaintAbout({ CAPTCHA_SECRET_KEY: "0x4" })).toContain("CAPTCHA_SITE_KEY: ");
    const captcha = { CAPTCHA_SITE_KEY: "0x4AAA", CAPTCHA_SECRET_KEY: "0x4AAAsecret" };
    expect(readEnv({ ...whole, ...captcha, CAPTCHA_VERIFY_URL: "" }).CAPTCHA_VERIFY_URL).toContain("cloudflare.com");
    const testing = { ...captcha, CAPTCHA_SECRET_KEY: "1x0000000000000000000000000000000AA" };
    expect(complaintAbout(testing)).toContain("CAPTCHA_SECRET_KEY: ");
    expect(complaintAbout({ ...testing, STOA_ENV: "local" })).toBe("");
    expect(complaintAbout({ ...captcha, CAPTCHA_SCRIPT_URL: "http://x.example/a.js" })).toContain(
      "CAPTCHA_SCRIPT_URL: ",
    );
  });

  test("takes an empty variable for none", () => {
    expect(readEnv({ ...whole, REDIS_URL: "", STRIPE_SECRET_KEY: "" }).REDIS_URL).toBeUndefined();
  });

  test("never repeats a value, which may be a secret", () => {
    expect(complaintAbout({ AUTH_SECRET: "hunter2" })).not.toContain("hunter2");
  });
});
