/** Whether a change is made to the state that its sender saw (RFC 9110, chapter 13.1.1). Pure. */

/** True when If-Match names the tag of the present state, or any, or where nobody sent one. Weak tags count. */
export function namesState(ifMatch: string | null, present: string): boolean {
  if (ifMatch === null) return true;
  const tags = ifMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(present);
}
