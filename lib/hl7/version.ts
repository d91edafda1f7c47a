/** Versions of HL7 v2, as MSH-12 names them. */

const versions = /^2\.(1|2|3(\.[01])?|4|5(\.[01])?|6|7(\.1)?|8(\.[12])?|9)$/;

export function isVersion(text: string): boolean {
  return versions.test(text);
}

const partsOf = (version: string) => version.split(".").map(Number);

/** Whether a version is `since` or later. One that is not named counts as 2.5. */
export function isSince(version: string | undefined, since: string): boolean {
  const [first = 2, second = 5, third = 0] = partsOf(version ?? "2.5");
  const [major = 2, minor = 0, patch = 0] = partsOf(since);
  if (first !== major) return first > major;
  return second === minor ? third >= patch : second > minor;
}
