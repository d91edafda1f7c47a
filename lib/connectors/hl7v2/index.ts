/** A system that sends HL7 v2 messages by itself, over MLLP. */
import { byEntity, defineConnector } from "../contract";
import { runSteps, type Step } from "../protocols/connection-steps";
import { addressSteps } from "../protocols/hl7v2-write";
import { type Hl7v2Config, hl7v2Config } from "./config";
import { hl7v2Ports } from "./entities";

function senderStep({ sendingApplication, sendingFacility }: Hl7v2Config): Step {
  const isNamed = sendingApplication !== "*" || sendingFacility !== "*";
  return {
    name: "Sender",
    fix: "Name MSH-3 and MSH-4 of its messages.",
    run: async () =>
      isNamed
        ? `Messages with ${sendingApplication} in MSH-3 and ${sendingFacility} in MSH-4 are taken as this system's.`
        : "Messages of every sender that no other integration names are taken as this system's.",
  };
}

export const hl7v2 = defineConnector<Hl7v2Config>({
  id: "hl7v2",
  name: "HL7 v2 sender",
  provider: "HL7 v2",
  type: "messaging",
  supportedAuthTypes: ["custom", "certificate"],
  supportedSyncDirections: ["pull"],
  supportedSyncStrategies: ["realtime"],
  capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
  limitations: ["There is nothing to ask for: what it tells arrives as messages, at the MLLP port."],
  requiresApproval: false,
  config: hl7v2Config,
  needsSigningKey: false,
  entities: byEntity(hl7v2Ports),
  messageSender: ({ sendingApplication, sendingFacility, peer, clientCertificate, timeZone }) => ({
    application: sendingApplication,
    facility: sendingFacility,
    peer,
    certificate: clientCertificate,
    timeZone,
  }),
  test: ({ config }) => runSteps([senderStep(config), ...addressSteps(config)]),
});
