interface Advisory {
  name: string;
  /** The first version that holds the mend, for each line of versions that is still mended. */
  mendedIn: readonly string[];
  why: string;
}

/** What Stoa depends on and must never again hold, whoever lowers a version (T36). */
const ADVISORIES: readonly Advisory[] = [
  { name: "next", mendedIn: ["15.5.21", "16.2.11"], why: "its middleware could be walked around" },
  { name: "next-auth", mendedIn: ["4.24.15", "5.0.0-beta.32"], why: "an error passed for a session" },
  { name: "@auth/core", mendedIn: ["0.41.3"], why: "an error passed for a session" },
  { name: "nodemailer", mendedIn: ["7.0.7"], why: "a mail could reach another domain than it names" },
  { name: "superjson", mendedIn: ["1.8.0"], why: "input could write to prototypes" },
];

const PACKAGE = /^ {2}'?((?:@[^@/\s]+\/)?[^@\s:']+)@(\d[^:'()]*)'?:$/gm;
const RESOLUTION = /^ {4}resolution: \{(.*)\}$/gm;

/** What is wrong with a pnpm lockfile beyond its fit to the manifests: vulnerable versions, and packages from elsewhere. */
export function lockfileFaults(text: string): string[] {
  const versions = [...text.matchAll(PACKAGE)].map(([, name = "", version = ""]) => ({ name, version }));
  const vulnerable = versions.flatMap(({ name, version }) =>
    ADVISORIES.filter((advisory) => advisory.name === name && !isMended(version, advisory.mendedIn)).map(
      ({ why, mendedIn }) => `${name} ${version}: ${why}; take ${mendedIn.join(" or ")}, or later`,
    ),
  );
  const foreign = [...text.matchAll(RESOLUTION)]
    .map(([, resolution = ""]) => resolution)
    .filter((resolution) => !/^integrity: sha512-[\w+/=]+$/.test(resolution))
    .map((resolution) => `{${resolution}} comes from elsewhere than the registry, or without its SHA-512`);
  return [...new Set([...vulnerable, ...foreign])];
}

/** Mended is what is at least the mend of its own line, or of a line after all of them. */
function isMended(version: string, mendedIn: readonly string[]): boolean {
  const major = majorOf(version);
  const own = mendedIn.find((mend) => majorOf(mend) === major);
  if (own !== undefined) return compareVersions(version, own) >= 0;
  return major > Math.max(...mendedIn.map(majorOf));
}

const majorOf = (version: string) => Number.parseInt(version, 10);

/** By their numbers; a release comes after its pre-releases. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? Number.POSITIVE_INFINITY) - (right[at] ?? Number.POSITIVE_INFINITY);
    if (!Number.isNaN(difference) && difference !== 0) return difference;
  }
  return 0;
}

/** `5.0.0-beta.32` → 5, 0, 0, 32. */
function numbersOf(version: string): number[] {
  return [...version.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
