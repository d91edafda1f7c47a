/** eClinicalWorks's scopes: both notations, and Group in tokens for bulk export and in no others. */
import { searchRules } from "@/sandbox/eclinicalworks/search-rules";
import type { ReadingVendor } from "@/sandbox/fhir/reading-vendor";
import { ResourceScopes } from "@/sandbox/smart/resource-scopes";
import { RefusedGrant } from "@/sandbox/smart/token-endpoint";

const offered = new Map([...searchRules.keys()].map((type) => [type, "rs"]));
const resourceScopes = new ResourceScopes(offered, { first: true, wildcard: false });

/** The scopes granted: every one asked for has to be known. */
export function grantedScope(asked: string | null): string {
  const granted = resourceScopes.among(asked);
  const wanted = (asked ?? "").split(/\s+/).filter(Boolean);
  if (wanted.length === 0) throw new RefusedGrant("invalid_request", "scope is missing");
  const unknown = wanted.filter((scope) => !granted.includes(scope));
  if (unknown.length > 0) throw new RefusedGrant("invalid_grant", `not offered: ${unknown.join(" ")}`);
  return granted.join(" ");
}

function isForBulk(granted: string): boolean {
  return granted.split(" ").some((scope) => scope.startsWith("system/Group."));
}

/** A token that may export reads groups alone; one that may not reads all else. */
export const scopes: ReadingVendor["scopes"] = {
  all: () => resourceScopes.all(),
  reach: (granted, type, interaction) =>
    isForBulk(granted) === (type === "Group") && resourceScopes.reach(granted, type, interaction),
};
