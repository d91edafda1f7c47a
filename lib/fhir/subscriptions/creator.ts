/** On whose behalf a subscription looks at resources: what they may see now, not what they might when it was made. */
import { type Actor, type ActorRef, stillThere, systemActor } from "@/lib/auth";
import { registeredActor } from "@/lib/fhir/server";

/** The key or SMART client as it stands; undefined when it is gone. */
export async function creatorNow(organizationId: string, creator: ActorRef): Promise<Actor | undefined> {
  return (await stillThere(systemActor(organizationId, creator))) ?? registeredActor(creator.id);
}
