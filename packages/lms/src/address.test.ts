import { describe, expect, test } from "vitest";
import { baseUrlOf, refuseInternalHost } from "./address.ts";
import { LmsAddressRefused } from "./errors.ts";
import { createFrappeLms } from "./index.ts";

describe("the address of the LMS", () => {
  test.each([
    ["https://learn.example.com", "https://learn.example.com"],
    ["https://learn.example.com/", "https://learn.example.com"],
    ["http://127.0.0.1:3002/frappe/?a=1#b", "http://127.0.0.1:3002/frappe"],
  ])("%s is used as %s", (given, wanted) => {
    expect(baseUrlOf(given)).toBe(wanted);
  });

  test.each([
    "ftp://learn.example.com",
    "file:///etc/passwd",
    "learn.example.com",
    "",
    "https://a:b@learn.example.com",
  ])("%s is refused", (given) => {
    expect(() => baseUrlOf(given)).toThrow(LmsAddressRefused);
  });

  test.each(["http://localhost:3002", "http://[::1]:3002", "http://0x7f.1/", "http://2130706433/", "http://127.1/"])(
    "%s is found to be inside, however it is written",
    async (baseUrl) => {
      await expect(refuseInternalHost(baseUrl)).rejects.toThrow(LmsAddressRefused);
    },
  );

  test("T84 a call to an inside address is refused before anything is sent, and its error names no secret", async () => {
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return new Response("{}");
    };
    const lms = createFrappeLms({ baseUrl: "http://169.254.169.254", apiKey: "key", apiSecret: "s3cret", fetch });
    const error = await lms.ping().catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(LmsAddressRefused);
    expect(JSON.stringify(error) + String(error)).not.toContain("s3cret");
    expect(sent).toBe(0);
  });
});
