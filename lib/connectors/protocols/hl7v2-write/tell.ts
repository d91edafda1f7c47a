/** Writes and sends the messages of one integration. */

import type { Envelope } from "@/lib/hl7";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { ConnectorContext } from "../../contract";
import { fhirServerErrors } from "../fhir-r4";
import { type MessageSettings, receiverAt } from "./settings";

/** MSH-10 has room for twenty characters until 2.7. */
const newControlId = () => newId().replaceAll("-", "").slice(-20).toUpperCase();

function envelopeFor({ hl7Application, hl7Facility, hl7Version }: MessageSettings): Envelope {
  return {
    controlId: newControlId(),
    at: now(),
    version: hl7Version,
    receiver: { application: hl7Application, facility: hl7Facility },
  };
}

/** Sends the message that `write` makes; throws `change_not_offered` where the settings name no receiver. */
export async function tell(
  { config, messenger, signal }: ConnectorContext<MessageSettings>,
  write: (envelope: Envelope) => string,
): Promise<void> {
  const to = config.hl7Address === undefined ? undefined : receiverAt(config.hl7Address);
  if (!to || !messenger) {
    throw fhirServerErrors.change_not_offered({
      detail: "It goes over HL7 v2 alone: add the HL7 v2 address of the site to the integration's settings.",
    });
  }
  await messenger.send({ to, text: write(envelopeFor(config)) }, signal);
}
