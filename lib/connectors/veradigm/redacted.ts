/** Records that Veradigm restricts: instead of refusing them it may serve a copy without their content. */
import { z } from "zod";
import { defineErrors } from "@/lib/platform/errors";

const veradigmErrors = defineErrors("veradigm", {
  record_redacted: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "Veradigm shows this record only redacted",
  },
});

const labelled = z.looseObject({
  meta: z.looseObject({ security: z.array(z.looseObject({ code: z.string().optional() })) }),
});

/** Of HL7's ObservationValue: the content was taken out, or hidden behind something else. */
const withheld: readonly (string | undefined)[] = ["REDACTED", "MASKED", "SUBSETTED"];

/** Throws `record_redacted` for a copy that must not take the place of what is known. */
export function refuseRedacted(resource: Record<string, unknown>): void {
  const labels = labelled.safeParse(resource).data?.meta.security ?? [];
  if (!labels.some(({ code }) => withheld.includes(code))) return;
  throw veradigmErrors.record_redacted({
    detail: "What is known of it stays as it is. Ask the customer who may see it.",
  });
}
