/** Senders of HL7 v2 for tests. */
import { randomUUID } from "node:crypto";
import { adminOf } from "@/lib/auth/testing/actors";
import { createIntegration } from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { forgetSenders } from "../hl7v2/senders";

/** An integration in use whose settings are `credentials`. */
export async function makeSender(
  organizationId: string,
  credentials: Readonly<Record<string, string>>,
): Promise<string> {
  const request = integrationRequestSchema.parse({
    name: randomUUID(),
    provider: "hl7v2",
    status: "active",
    syncStrategy: "realtime",
    syncEnabled: true,
    credentials,
  });
  const { id } = await createIntegration(adminOf(organizationId), request);
  forgetSenders();
  return id;
}

/** A message of the sender LAB|MAIN to an organization, whose code stands in MSH-6. */
export function hl7(
  organizationId: string,
  type: string,
  segments: readonly string[],
  controlId: string = randomUUID(),
): Buffer {
  const header = `MSH|^~\\&|LAB|MAIN|CARELANE|${organizationId}|20261117104216||${type}|${controlId}|P|2.5.1`;
  return Buffer.from([header, ...segments, ""].join("\r"));
}
