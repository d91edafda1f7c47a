import { defineErrors } from "@/lib/platform/errors";

const ofTheSettings = { status: 422, owner: "tenant", kind: "invalid" } as const;

const ofTheCaller = { owner: "caller", kind: "invalid" } as const;

/** None of them holds the value at fault: its place in the mapping says enough. */
export const mappingErrors = defineErrors("mapping", {
  mapping_invalid: { ...ofTheSettings, title: "The field mapping cannot be used" },
  mapping_stale: {
    ...ofTheCaller,
    status: 412,
    title: "The field mapping was changed by somebody else meanwhile",
  },
  mapping_version_not_found: {
    ...ofTheCaller,
    status: 404,
    title: "There is no such version of the field mapping",
  },
  lookup_not_found: { ...ofTheCaller, status: 404, title: "There is no such lookup table" },
  lookup_name_taken: { ...ofTheCaller, status: 409, title: "Another lookup table has this name" },
  lookup_in_use: { ...ofTheCaller, status: 409, title: "Field mappings use the lookup table" },
  path_invalid: { ...ofTheSettings, title: "The field path is not a JSONPath (RFC 9535)" },
  path_not_writable: { ...ofTheSettings, title: "The field path does not say where to write" },
  path_blocked: { ...ofTheSettings, title: "Something else stands where the field path leads" },
  value_unfit: { ...ofTheSettings, title: "The value does not fit the transformation" },
  code_failed: { ...ofTheSettings, title: "The expression or code failed" },
  code_too_slow: { ...ofTheSettings, title: "The expression or code took too long" },
  code_too_big: { ...ofTheSettings, title: "The expression or code used too much memory" },
  code_host_access: { ...ofTheSettings, title: "The expression or code reached outside its sandbox" },
});
