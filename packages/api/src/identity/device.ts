import type { Context, Services } from "../platform/context.ts";

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/StoaMobile/, "Stoa app"],
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
  [/curl\//, "curl"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** A device in the words of its owner: “Firefox on Linux”. */
export function describeDevice(userAgent: string): string {
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1];
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? "Unknown device";
}

const PURPOSE = "device";

/** What a device keeps after a sign-in, so that later tries from it are counted apart from those of strangers (T02). */
export function deviceToken(services: Services, userId: string): string {
  return services.secrets.seal(PURPOSE, `${userId} ${crypto.randomUUID()}`);
}

/** Who has signed in on this device before and under which mark, or null for an unknown or altered token. */
export function knownDevice(ctx: Context, token: string | undefined): { userId: string; mark: string } | null {
  if (!token) return null;
  try {
    const [userId = "", mark = ""] = ctx.services.secrets.open(PURPOSE, token).split(" ");
    return { userId, mark };
  } catch {
    return null;
  }
}
