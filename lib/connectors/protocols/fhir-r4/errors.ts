import { defineErrors } from "@/lib/platform/errors";

/** What a FHIR server answers, whoever made it. */
export const fhirServerErrors = defineErrors("fhir-r4", {
  resource_not_found: {
    status: 404,
    owner: "vendor",
    kind: "invalid",
    title: "The EHR has no such resource",
  },
  resource_deleted: {
    status: 410,
    owner: "vendor",
    kind: "invalid",
    title: "The EHR has deleted the resource",
  },
  access_refused: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "The EHR does not allow this access",
  },
  version_conflict: {
    status: 409,
    owner: "vendor",
    kind: "invalid",
    title: "The resource changed in the EHR meanwhile",
  },
  content_refused: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The EHR refused the content",
  },
  change_not_offered: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The EHR takes no such change",
  },
  not_offered: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The EHR does not offer this",
  },
  no_fhir_answer: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "What answers at this address is no FHIR server",
  },
  page_session_expired: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The EHR forgot the search before its last page",
  },
  paging_broken: {
    status: 502,
    owner: "vendor",
    kind: "invalid",
    title: "The EHR's links to further pages lead nowhere",
  },
  foreign_address: {
    status: 502,
    owner: "vendor",
    kind: "invalid",
    title: "The EHR's answer leads to another server",
  },
  export_refused: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The EHR could not finish the export",
  },
  export_lost: {
    status: 502,
    owner: "vendor",
    kind: "fatal",
    title: "The EHR forgot its exports before they could be read",
  },
  group_unknown: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "The EHR has no group with the id that is set",
  },
  demographics_incomplete: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The EHR needs more to find a patient",
  },
  patient_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "The EHR knows no patient with these details",
  },
  patient_ambiguous: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "Several patients of the EHR have these details",
  },
});

/** What can go wrong with a download on our own disk. */
export const spoolErrors = defineErrors("fhir-r4", {
  spool_read_elsewhere: {
    status: 500,
    owner: "carelane",
    kind: "retryable",
    title: "Another run of the job reads the same download",
  },
});
