/** Bulk Data exports: everything, patients, or the patients of a group, as files of lines. */
export { downloadFile } from "./download";
export { cancelExport, exportStatus } from "./export-status";
export { createGroup } from "./groups";
export { exportRoute } from "./routes";
