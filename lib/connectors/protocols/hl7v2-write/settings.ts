/** The settings of a vendor's form for changes that go as HL7 v2 messages. */
import { z } from "zod";
import type { MessageReceiver } from "../../contract";
import { optionalField } from "../../fields";

const hostAndPort = /^(?:\[([\da-f:.]+)\]|([^\s:/[\]]+)):(\d{1,5})$/i;
const mostPort = 65_535;

/** Where an address leads: `host:port` over MLLP, a URL over HTTP; undefined where it is neither. */
export function receiverAt(address: string): MessageReceiver | undefined {
  if (/^https?:\/\//i.test(address)) return URL.canParse(address) ? { url: address } : undefined;
  const [, inBrackets, name, port] = hostAndPort.exec(address) ?? [];
  const host = inBrackets ?? name;
  return host && Number(port) > 0 && Number(port) <= mostPort ? { host, port: Number(port) } : undefined;
}

const addressed = z.object({ hl7Address: z.string() });

/** Where the settings of any integration say that its site takes HL7 v2; undefined where they do not. */
export function receiverIn(config: unknown): MessageReceiver | undefined {
  const { data } = addressed.safeParse(config);
  return data && receiverAt(data.hl7Address);
}

const party = optionalField(z.string().trim().min(1).max(200));

/** The address at which a system takes messages; empty for none. */
export const messageAddress = optionalField(
  z
    .string()
    .trim()
    .refine((address) => receiverAt(address) !== undefined, {
      error:
        "Write a host with its port, such as engine.clinic.example:6661, or an address such as https://…",
    }),
);

/** What a vendor's form asks for besides its FHIR interface. */
export const messageFields = {
  hl7Address: messageAddress.meta({
    title: "HL7 v2 address",
    description:
      "Where the site takes HL7 v2 messages: host:port (MLLP) or https://…. Changes that its FHIR interface does not take go there; without it they stay here.",
  }),
  hl7Application: party.meta({
    title: "HL7 v2 receiving application",
    description: "MSH-5 of our messages, as the site calls its system.",
  }),
  hl7Facility: party.meta({ title: "HL7 v2 receiving facility", description: "MSH-6 of our messages." }),
  hl7Version: z
    .enum(["2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8"])
    .default("2.5.1")
    .meta({ title: "HL7 v2 version", description: "Of our messages; 2.5.1 unless the site wants another." }),
};

export type MessageSettings = z.output<z.ZodObject<typeof messageFields>>;
