"use client";

import { ConflictsScreen } from "@/components/conflicts/conflicts-screen";
import { MatchesScreen } from "@/components/matches/matches-screen";
import { useAddress } from "@/components/ui/use-address";

/** The tab of what waits for a person: fields that both sides changed, and patients who may be known already. */
export function ConflictsTab() {
  const isAboutPeople = useAddress().values.get("ask") === "people";
  return isAboutPeople ? <MatchesScreen /> : <ConflictsScreen />;
}
