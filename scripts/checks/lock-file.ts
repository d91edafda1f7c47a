/** What package-lock.json may hold. Pure, so that a test can show it a bad one. */
import { z } from "zod";

const lockFileSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

/**
 * The first version of each package without the holes known to us, and packages that have no such version. An exact
 * version in package.json says what we use; this says what nobody may go back to, whoever brings it in.
 */
const floors: Readonly<Record<string, string | "never">> = {
  // Code execution in the image optimizer and on Windows hosts; before that, bypasses and request smuggling.
  next: "16.3.3",
  react: "19.2.6",
  "react-dom": "19.2.6",
  // Look-alike @ in e-mail sign-in, cookies not bound to their provider.
  "next-auth": "4.24.15",
  // A quoted address sends the mail elsewhere.
  nodemailer: "9.0.1",
  // Entities used many times, numeric references past the limits.
  "fast-xml-parser": "5.7.0",
  // A worker never woke after a long absence of Redis.
  bullmq: "6.3.3",
  // Both run code that stands in a path.
  "jsonpath-plus": "never",
  jsonpath: "never",
};

/** Compares dotted numbers; a pre-release counts as its release. */
function isOlder(version: string, floor: string): boolean {
  return version.replace(/-.*$/, "").localeCompare(floor, "en", { numeric: true }) < 0;
}

function problemOf(place: string, version: string): string | undefined {
  const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  const floor = floors[name];
  if (floor === "never") return `${name} must not be used: it has known holes in every version`;
  if (floor && isOlder(version, floor)) return `${name} ${version} has known holes: use ${floor} or newer`;
  return undefined;
}

/** Everything that is wrong with a lock file, one sentence each. */
export function lockFileProblems(text: string): string[] {
  const { packages } = lockFileSchema.parse(JSON.parse(text));
  return Object.entries(packages).flatMap(([place, { version, resolved, link }]) => {
    if (place === "" || link) return [];
    const problems = [];
    // Older npm versions write these against a mirror, and `npm ci` then refuses the file.
    if (!version) problems.push(`${place} has no version: install it again with npm 11.19 or newer`);
    if (resolved)
      problems.push(`${place} names a download address: set omit-lockfile-registry-resolved=true`);
    const known = version && problemOf(place, version);
    return known ? [...problems, known] : problems;
  });
}
