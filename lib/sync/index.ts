export { approveSyncJob, cancelSyncJob, pauseSyncJob, resumeSyncJob, retrySyncJob } from "./change-sync-job";
export { decideConflict, decideConflicts } from "./decide-conflict";
export { listPlannedDeletions } from "./list-planned-deletions";
export { listSyncErrors, listSyncJobs, readSyncJob } from "./list-sync-jobs";
export { decideMatch } from "./matching/decide-match";
export { listMatches } from "./matching/list-matches";
export { readMatch } from "./matching/read-match";
export { unlinkRecord } from "./matching/unlink-record";
export {
  listIntegrationJobs,
  readIntegrationJob,
  readIntegrationStats,
  syncIntegration,
} from "./of-integration";
export { previewMapping } from "./preview-mapping";
export { readMappingReach, remapRecords } from "./remap/remap-records";
export { startSyncJob } from "./start-sync-job";
export { readSyncStatistics } from "./statistics";
