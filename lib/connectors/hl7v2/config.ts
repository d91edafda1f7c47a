/** The settings of a sender of HL7 v2: how its messages are told from others'. */
import { z } from "zod";
import { optionalField } from "../fields";
import { messageAddress } from "../protocols/hl7v2-write";

const party = z.string().trim().min(1).max(200);

const fingerprint = z
  .string()
  .trim()
  .transform((text) => text.replaceAll(":", "").toLowerCase())
  .pipe(z.string().regex(/^[\da-f]{64}$/, { error: "Write the 64 hexadecimal digits of its SHA-256." }));

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const hl7v2Config = z.object({
  sendingApplication: party.meta({
    title: "Sending application",
    description: "MSH-3 of its messages, such as EPIC; * takes any.",
  }),
  sendingFacility: party.default("*").meta({
    title: "Sending facility",
    description: "MSH-4 of its messages; * takes any.",
  }),
  peer: optionalField(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: "Write 10.20.0.7 or 10.20.0.0/16." }),
  ).meta({ title: "Address", description: "The address or network it sends from; empty for any." }),
  clientCertificate: optionalField(fingerprint).meta({
    title: "Client certificate",
    description: "SHA-256 fingerprint of the certificate it signs in with over TLS; empty for none.",
  }),
  hl7Address: messageAddress.meta({
    title: "HL7 v2 address",
    description:
      "Where it takes messages itself: host:port (MLLP) or https://…. Application acknowledgements that it asks for beside the commit (MSH-15 and MSH-16) go there, and what channels send it; empty for none.",
  }),
  timeZone: optionalField(
    z.string().trim().refine(isTimeZone, { error: "Write a name such as America/Chicago." }),
  ).meta({
    title: "Time zone",
    description: "Of its times without an offset; empty for your organization's.",
  }),
});

export type Hl7v2Config = z.output<typeof hl7v2Config>;
