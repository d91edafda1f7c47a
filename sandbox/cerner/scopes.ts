/** Oracle Health's scopes: asked for by name, no wildcards, one letter for each interaction. */
import { searchRules } from "@/sandbox/cerner/search-rules";
import { writeRules } from "@/sandbox/cerner/write-rules";
import type { Interaction } from "@/sandbox/fhir/fhir-endpoint";
import { refusalOf } from "@/sandbox/fhir/refusal";
import { RefusedGrant, type TokenHolder } from "@/sandbox/smart/token-endpoint";

const letters: Record<Interaction, string> = { create: "c", read: "r", update: "u", patch: "u", search: "s" };
const noneGranted = "urn:cerner:error:authorization-server:oauth2:token:empty-scopes";

/** Everything a client may be granted. */
export function offeredScopes(): string[] {
  return [...searchRules.keys()].map((type) => `system/${type}.${offeredLetters(type)}`);
}

/** Those asked for that are offered; what is not, is silently left out. */
export function grantedScope(asked: string | null): string {
  const granted = (asked ?? "").split(" ").filter(isOffered);
  if (granted.length === 0) {
    throw new RefusedGrant("invalid_scope", "no scope of v2 was asked for", { error_uri: noneGranted });
  }
  return granted.join(" ");
}

/** Throws a Refusal with 403 when the token does not reach so far. */
export function assertScope({ scope }: TokenHolder, type: string, interaction: Interaction): void {
  const granted = scope.split(" ").find((one) => one.startsWith(`system/${type}.`)) ?? "";
  if (granted.split(".")[1]?.includes(letters[interaction])) return;
  throw refusalOf(403, "forbidden", `insufficient_scope: ${interaction} of ${type}`);
}

function isOffered(scope: string): boolean {
  const [, type = "", asked = ""] = /^system\/(\w+)\.(c?r?u?d?s?)$/.exec(scope) ?? [];
  return (
    asked !== "" && searchRules.has(type) && [...asked].every((one) => offeredLetters(type).includes(one))
  );
}

function offeredLetters(type: string): string {
  const rule = writeRules.get(type);
  return `${rule ? "c" : ""}r${rule?.isReplaceable || rule?.patchable ? "u" : ""}s`;
}
