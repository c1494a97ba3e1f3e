import { describe, expect, test } from "vitest";
import { describeDevice } from "./device.ts";

const X11 = "Mozilla/5.0 (X11; Linux x86_64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";

describe("a device in the words of its owner", () => {
  test.each([
    [`${X11} Gecko/20100101 Firefox/140.0`, "Firefox on Linux"],
    ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
    ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 OPR/120.0", "Opera on Windows"],
    ["Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"],
    ["Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome on ChromeOS"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) CriOS/140.0 Safari/604.1", "Chrome on iOS"],
    [`${MAC} Version/26.0 Safari/605.1.15`, "Safari on macOS"],
    ["StoaMobile/1.0 (Android 16)", "Stoa app on Android"],
    ["curl/8.16.0", "curl"],
    ["PlayStation on Linux", "Linux"],
    ["", "Unknown device"],
  ])("%s is %s", (userAgent, words) => {
    expect(describeDevice(userAgent)).toBe(words);
  });
});
