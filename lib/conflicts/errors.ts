import { defineErrors } from "@/lib/platform/errors";

const caller = { owner: "caller", kind: "invalid" } as const;

export const conflictErrors = defineErrors("conflicts", {
  conflict_not_found: { status: 404, ...caller, title: "There is no such conflict" },
  already_resolved: { status: 409, ...caller, title: "The conflict is resolved already" },
  conflict_changed: { status: 412, ...caller, title: "One of the two sides has changed since it was shown" },
  undo_impossible: { status: 409, ...caller, title: "The decision can no longer be taken back" },
  resolution_invalid: { status: 422, ...caller, title: "The resolution cannot be carried out as sent" },
});
