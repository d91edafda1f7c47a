/** What tests read of a simulated vendor's answers. */
import { z } from "zod";

/** What tests read of any FHIR answer. */
const fhirAnswer = z.looseObject({
  resourceType: z.string().optional(),
  id: z.string().optional(),
  total: z.number().optional(),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).optional(),
  entry: z
    .array(
      z.looseObject({
        resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }),
        search: z.object({ mode: z.string() }),
      }),
    )
    .optional(),
  issue: z
    .array(
      z.looseObject({
        details: z.looseObject({ coding: z.array(z.object({ code: z.string() })).optional() }),
      }),
    )
    .optional(),
});
export type FhirAnswer = z.infer<typeof fhirAnswer>;

export async function fhirOf(response: Response): Promise<FhirAnswer> {
  return fhirAnswer.parse(await response.json());
}

/** Epic's numbers in an OperationOutcome, or in the outcome entries of a Bundle. */
export function codesIn({ issue, entry }: FhirAnswer): string[] {
  const issues = issue ?? (entry ?? []).flatMap(({ resource }) => fhirAnswer.parse(resource).issue ?? []);
  return issues.flatMap(({ details }) => (details.coding ?? []).map(({ code }) => code));
}

/** The resources a search found, without its outcome entries. */
export function matchesIn({ entry = [] }: FhirAnswer) {
  return entry.filter(({ search }) => search.mode === "match").map(({ resource }) => resource);
}

export function nextOf({ link = [] }: FhirAnswer): string | undefined {
  return link.find(({ relation }) => relation === "next")?.url;
}

/** The id of the record that a POST to /_data made. */
export async function idOf(response: Response): Promise<string> {
  return z.object({ id: z.string() }).parse(await response.json()).id;
}
