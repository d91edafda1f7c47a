/** Oracle Health's scopes: asked for by name, no wildcards, one letter for each interaction. */
import { searchRules } from "@/sandbox/cerner/search-rules";
import { writeRules } from "@/sandbox/cerner/write-rules";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";
import { RefusedGrant } from "@/sandbox/smart/token-endpoint";

const noneGranted = "urn:cerner:error:authorization-server:oauth2:token:empty-scopes";
const offered = new Map([...searchRules.keys()].map((type) => [type, offeredLetters(type)]));

export const cernerScopes = new ResourceScopes(offered, { first: false, wildcard: false });

/** Those asked for that are offered; what is not, is silently left out. */
export function grantedScope(asked: string | null): string {
  const granted = cernerScopes.among(asked);
  if (granted.length === 0) {
    throw new RefusedGrant("invalid_scope", "no scope of v2 was asked for", {
      details: { error_uri: noneGranted },
    });
  }
  return granted.join(" ");
}

function offeredLetters(type: string): string {
  const rule = writeRules.get(type);
  return `${rule ? "c" : ""}r${rule?.isReplaceable || rule?.patchable ? "u" : ""}s`;
}
