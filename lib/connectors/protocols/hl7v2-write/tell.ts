/** Writes and sends the messages of one integration. */

import { type Envelope, newControlId } from "@/lib/hl7";
import { now } from "@/lib/platform/clock";
import type { ConnectorContext } from "../../contract";
import { fhirServerErrors } from "../fhir-r4";
import { type MessageSettings, receiverAt } from "./settings";
import type { Write } from "./ways";

function envelopeFor({ hl7Application, hl7Facility, hl7Version }: MessageSettings): Envelope {
  return {
    controlId: newControlId(),
    at: now(),
    version: hl7Version,
    receiver: { application: hl7Application, facility: hl7Facility },
  };
}

/** Sends the message that `compose` leads to; throws `change_not_offered` where the settings name no receiver. */
export async function tell(
  { config, messenger, signal }: ConnectorContext<MessageSettings>,
  compose: () => Promise<Write>,
): Promise<void> {
  const to = config.hl7Address === undefined ? undefined : receiverAt(config.hl7Address);
  if (!to || !messenger) {
    throw fhirServerErrors.change_not_offered({
      detail: "It goes over HL7 v2 alone: add the HL7 v2 address of the site to the integration's settings.",
    });
  }
  const write = await compose();
  await messenger.send({ to, text: write(envelopeFor(config)) }, signal);
}
