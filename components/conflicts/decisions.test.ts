import { describe, expect, it } from "vitest";
import { bulkResolutionSchema, resolutionSchema } from "@/lib/conflicts/schema";
import { bulkFilterOf, filtersOf } from "./conflict-filters";
import {
  decide,
  decideAll,
  decisionsThatStand,
  fieldsToDecide,
  resolutionOf,
  suggestedDecisions,
  undecidedFields,
  valueToSave,
  wholeRecord,
} from "./decisions";
import { strategyChoices } from "./strategies";
import { conflictLike, fieldLike } from "./testing/conflict-like";

const birthDate = fieldLike();
const telecoms = fieldLike({
  path: "telecoms",
  label: "Telecoms",
  severity: "MEDIUM",
  suggestion: "MERGE",
  merged: [{ value: "1" }],
});
const language = fieldLike({
  path: "language",
  label: "Language",
  severity: "LOW",
  suggestion: "USE_REMOTE",
});
const conflict = conflictLike({ fields: [language, birthDate, telecoms] });

describe("the fields of a conflict", () => {
  it("come with the weightiest first", () => {
    expect(fieldsToDecide(conflict).map(({ path }) => path)).toEqual(["dateOfBirth", "telecoms", "language"]);
  });

  it("start with what is suggested, but nothing of high severity is decided by default", () => {
    const high = conflictLike({ fields: [fieldLike({ suggestion: "USE_REMOTE" }), language] });
    expect(suggestedDecisions(high)).toEqual({ language: { strategy: "USE_REMOTE", isSuggested: true } });
  });

  it("can be settled all at once, where a strategy fits", () => {
    const merged = decideAll({}, conflict, "MERGE");
    expect(merged).toEqual({ telecoms: { strategy: "MERGE" } });
    expect(undecidedFields(conflict, merged).map(({ path }) => path)).toEqual(["dateOfBirth", "language"]);
    expect(undecidedFields(conflict, decideAll({}, conflict, "USE_LOCAL"))).toEqual([]);
  });

  it("keep a decision that cannot be replaced by an impossible one", () => {
    const local = decide({}, conflict, birthDate, { strategy: "USE_LOCAL" });
    expect(decide(local, conflict, birthDate, { strategy: "MERGE" })).toBe(local);
  });

  it("get the value that each strategy promises", () => {
    const values = strategyChoices.map(({ id }) => valueToSave(telecoms, { strategy: id, value: "typed" }));
    expect(values).toEqual([telecoms.local, telecoms.remote, telecoms.merged, "typed", telecoms.local]);
    expect(valueToSave(telecoms, undefined)).toBeUndefined();
  });
});

describe("what is sent", () => {
  const decided = {
    dateOfBirth: { strategy: "MANUAL", value: "1984-03-18" },
    telecoms: { strategy: "MERGE" },
    language: { strategy: "IGNORE" },
  } as const;

  it("names each field, the version that was shown and the reason, as the server reads it", () => {
    const sent = resolutionOf(conflict, decided, "  asked the patient ");
    expect(resolutionSchema.parse(sent)).toEqual({
      strategy: "MANUAL",
      reason: "asked the patient",
      detectedVersion: "14.abc",
      fields: decided,
    });
  });

  it("counts as ignored only when every field is left as it is", () => {
    const left = decideAll({}, conflict, "IGNORE");
    expect(resolutionOf(conflict, left, "").strategy).toBe("IGNORE");
    const one = decide(left, conflict, language, { strategy: "USE_LOCAL" });
    expect(resolutionOf(conflict, one, "").strategy).toBe("USE_LOCAL");
  });

  it("is one strategy where a side deleted the record", () => {
    const gone = conflictLike({ kind: "DELETED_REMOTELY", fields: [] });
    const [whole] = fieldsToDecide(gone);
    expect(whole).toMatchObject({ path: wholeRecord, remote: "Deleted" });
    expect(decideAll({}, gone, "MERGE")).toEqual({});
    const sent = resolutionOf(gone, decideAll({}, gone, "USE_REMOTE"), "gone there");
    expect(sent).toEqual({ strategy: "USE_REMOTE", reason: "gone there", detectedVersion: "14.abc" });
  });

  it("takes all that the filters of the address leave", () => {
    const filters = filtersOf(
      new URLSearchParams("tab=conflicts&severity=HIGH&status=nonsense&entity=patients"),
    );
    expect(filters.status).toBe("OPEN");
    const body = { filter: bulkFilterOf(filters), strategy: "USE_LOCAL", reason: "ours" };
    expect(bulkResolutionSchema.parse(body).filter).toEqual({ severity: "HIGH", entity: "patients" });
  });
});

describe("decisions about values that have changed since", () => {
  it("are to be made again; the others stand", () => {
    const all = decideAll({}, conflict, "USE_LOCAL");
    const now = conflictLike({
      detectedVersion: "15.abc",
      fields: [language, { ...birthDate, local: "1984-03-18" }],
    });
    expect(decisionsThatStand(conflict, now, all)).toEqual({ language: { strategy: "USE_LOCAL" } });
  });
});
