/** The time of a further try has come: looks after the destination in its own lane. */
import { withOrganization } from "@/lib/platform/db";
import { handle, nudge } from "@/lib/queue";
import { callDestinations } from "../call";
import { wakeDestination } from "../jobs";

export const wakeDestinationHandler = handle(wakeDestination, async ({ payload, complete }) => {
  const { organizationId, destinationId } = payload;
  await withOrganization({ organizationId }, async (tx) => {
    await callDestinations(tx, organizationId, [destinationId]);
    await complete(tx);
  });
  nudge();
});
