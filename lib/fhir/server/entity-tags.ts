/** Versions as entity tags, in If-Match and If-None-Match: `W/"3"`, of which clients write less. Pure. */

/** True when a list of tags names the version; `*` names each. */
export function namesVersion(tags: string, version: number): boolean {
  return tags.split(",").some((tag) => {
    const [, named] = /^(?:W\/)?"?(\d+|\*)"?$/.exec(tag.trim()) ?? [];
    return named === "*" || named === String(version);
  });
}
