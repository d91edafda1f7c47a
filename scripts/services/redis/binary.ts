import { SetupError } from "../setup-error";
import { findProgram, installSystemPackage } from "../system-package";

function find(): string | undefined {
  return findProgram("redis-server", "valkey-server");
}

/** The Redis or Valkey of this machine, installed when it can be. */
export async function redisBinary(): Promise<string> {
  const present = find();
  if (present) return present;
  const installed = await installSystemPackage({ debian: "redis-server", homebrew: "redis" }).catch(
    (error: Error) => {
      throw new SetupError(`redis-server could not be installed: ${error.message.trim().split("\n").at(-1)}`);
    },
  );
  const found = installed ? find() : undefined;
  if (found) return found;
  throw new SetupError(
    "There is no redis-server or valkey-server on the PATH. Install one (on Debian: apt-get install redis-server), " +
      "or set REDIS_URL to one of your own.",
  );
}
