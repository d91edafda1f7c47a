/**
 * Packages of other platforms in package-lock.json. npm leaves out those that the registry at hand does not hold (a
 * mirror seldom holds all), and `npm ci` then refuses the file everywhere. An entry needs no download to be right:
 * the version is written exactly in the package that asks for it, the platform in its name.
 */
import { z } from "zod";

const entrySchema = z.looseObject({
  version: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  dev: z.boolean().optional(),
});
const lockFileSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) });
type LockFile = z.infer<typeof lockFileSchema>;

interface MissingPackage {
  readonly name: string;
  readonly version: string;
  readonly dev: boolean;
}

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "sunos", "win32"];
const architectures = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** True when the package at `place` finds `name` in its own node_modules or one above it. */
function isLocked({ packages }: LockFile, place: string, name: string): boolean {
  const levels = place.split("/node_modules/");
  return (
    levels.some(
      (_, depth) => packages[`${levels.slice(0, depth + 1).join("/node_modules/")}/node_modules/${name}`],
    ) || packages[`node_modules/${name}`] !== undefined
  );
}

function findMissing(lock: LockFile): MissingPackage[] {
  return Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(lock, place, name))
      .map(([name, version]) => ({ name, version, dev })),
  );
}

/** Names of packages that are asked for and have no entry. */
export function missingFromLockFile(text: string): string[] {
  return findMissing(lockFileSchema.parse(JSON.parse(text))).map(({ name }) => name);
}

function entryFor({ name, version, dev }: MissingPackage): object {
  const words = name.replace(/^.*\//, "").split("-");
  const find = (known: string[]) => known.filter((word) => words.includes(word));
  const [os, cpu] = [find(systems), find(architectures)];
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(dev ? { dev } : {}),
    ...(words.includes("musl") ? { libc: ["musl"] } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

/** The lock file with an entry for every package that is asked for; all else stays as npm wrote it. */
export function completeLockFile(text: string): string {
  const added = findMissing(lockFileSchema.parse(JSON.parse(text))).map(
    (missing) => [`node_modules/${missing.name}`, entryFor(missing)] as const,
  );
  // Read once more as it stands: a parsed copy has its keys in another order.
  const file: { packages: Record<string, object> } = JSON.parse(text);
  const packages = [...Object.entries(file.packages), ...added].sort(([a], [b]) => a.localeCompare(b, "en"));
  return `${JSON.stringify({ ...file, packages: Object.fromEntries(packages) }, null, 2)}\n`;
}
