/** An installation for all tests of a file: opened before the first, closed after everything that stands on it. */
import { beforeAll } from "vitest";
import { type Installation, openInstallation, openTestEnvironment } from "./installation";

/** Gives the tests of a file a database, a Redis and keys of their own. Comes before all other hooks. */
export function environmentForTests(): void {
  beforeAll(async () => (await openTestEnvironment()).close);
}

/** The same, seen by its owner, with organizations to be made. */
export function installationForTests(): Omit<Installation, "close"> {
  let opened: Installation | undefined;
  const own = () => {
    if (!opened) throw new Error("The installation is there from the first beforeAll on");
    return opened;
  };
  beforeAll(async () => {
    opened = await openInstallation();
    return opened.close;
  });
  return {
    get owner() {
      return own().owner;
    },
    addOrganization: () => own().addOrganization(),
  };
}
