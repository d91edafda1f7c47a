/** What a server says that it can do (CapabilityStatement; https://hl7.org/fhir/R4/capabilitystatement.html). */
import { z } from "zod";
import type { Client } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";

const codes = z.array(z.looseObject({ code: z.string() })).default([]);

const statement = z.looseObject({
  resourceType: z.literal("CapabilityStatement"),
  fhirVersion: z.string(),
  rest: z
    .array(
      z.looseObject({
        mode: z.string(),
        resource: z
          .array(
            z.looseObject({
              type: z.string(),
              interaction: codes,
              searchParam: z.array(z.looseObject({ name: z.string() })).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export interface Capability {
  readonly fhirVersion: string;
  readonly types: readonly string[];
  /** `create`, `read`, `update`, `search-type`, …, as FHIR names interactions. */
  offers(type: string, interaction: string): boolean;
  searches(type: string, parameter: string): boolean;
}

const keptMs = 3_600_000;

interface Kept {
  readonly until: number;
  readonly capability: Capability;
}

function capabilityIn({ fhirVersion, rest }: z.output<typeof statement>): Capability {
  const resources = rest.filter(({ mode }) => mode === "server").flatMap(({ resource }) => resource);
  const of = (type: string) => resources.find((resource) => resource.type === type);
  return {
    fhirVersion,
    types: resources.map(({ type }) => type),
    offers: (type, interaction) => of(type)?.interaction.some(({ code }) => code === interaction) ?? false,
    searches: (type, parameter) => of(type)?.searchParam.some(({ name }) => name === parameter) ?? false,
  };
}

/** Reads the server's statement; an answer is kept for an hour. Throws the client's errors. */
export async function readCapability(
  http: Client,
  baseUrl: string,
  authorization: string,
): Promise<Capability> {
  const known = shared("fhir.capabilities", () => new Map<string, Kept>());
  const kept = known.get(baseUrl);
  if (kept && kept.until > nowMs()) return kept.capability;
  const reply = await http.request({
    url: `${baseUrl}/metadata`,
    headers: { accept: "application/fhir+json", ...(authorization && { authorization }) },
  });
  const capability = capabilityIn(reply.json(statement));
  known.set(baseUrl, { until: nowMs() + keptMs, capability });
  return capability;
}
