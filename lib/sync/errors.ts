import { defineErrors } from "@/lib/platform/errors";

export const syncErrors = defineErrors("sync", {
  sync_job_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such sync job" },
  unknown_connection: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is no integration with this id",
  },
  provider_mismatch: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The integration belongs to another system than ehrProvider names",
  },
  unknown_patient: { status: 422, owner: "caller", kind: "invalid", title: "There is no such patient" },
  entity_not_enabled: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The integration does not synchronise these records",
  },
  direction_not_supported: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The integration does not synchronise in this direction",
  },
  integration_not_active: {
    status: 409,
    owner: "tenant",
    kind: "invalid",
    title: "The integration is not active",
  },
  sync_not_enabled: {
    status: 409,
    owner: "tenant",
    kind: "invalid",
    title: "Synchronisation is switched off for this integration",
  },
  entity_off: {
    status: 409,
    owner: "tenant",
    kind: "invalid",
    title: "The integration's mapping of these records is switched off",
  },
  sync_job_ended: { status: 409, owner: "caller", kind: "invalid", title: "The sync job has ended" },
  sync_job_not_ended: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "The sync job has not ended yet",
  },
  sync_job_state: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "The sync job is not in a state that allows this",
  },
  page_outdated: {
    status: 409,
    owner: "carelane",
    kind: "retryable",
    title: "A record changed while its page was prepared",
  },
  checkpoint_moved: {
    status: 409,
    owner: "carelane",
    kind: "fatal",
    title: "Another worker has taken over the sync job",
  },
  worker_died: {
    status: 500,
    owner: "carelane",
    kind: "retryable",
    title: "The worker stopped several times while it ran the sync job",
  },
  not_supported_by_vendor: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The vendor does not take this change",
  },
  push_outcome_unclear: {
    status: 409,
    owner: "vendor",
    kind: "ambiguous",
    title: "It is not known whether the record was created at the vendor",
  },
  record_refused: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The database refused the record",
  },
  preview_impossible: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is nothing to show the mapping with",
  },
});
