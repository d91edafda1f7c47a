import { defineErrors } from "@/lib/platform/errors";

export const fhirErrors = defineErrors("fhir", {
  mapping_failed: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The resource could not be mapped",
  },
  fhir_resource_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The resource does not follow FHIR R4",
  },
});
