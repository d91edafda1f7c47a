import { expect, it } from "vitest";
import { footWords } from "./group-words";
import { filtersOf, queryOf, startOfDay } from "./job-filters";
import { jobLine, manner, recordsOf, systemName } from "./job-words";
import { jobLike } from "./testing/job-like";

it("does not say the system's name twice", () => {
  expect(systemName("Epic", "Epic, Lakeside Medical")).toEqual({
    connector: "Epic",
    site: "Lakeside Medical",
  });
  expect(systemName("Epic", "Epic")).toEqual({ connector: "Epic", site: null });
  expect(systemName("Epic", "Riverbend")).toEqual({ connector: "Epic", site: "Riverbend" });
});

it("tells one patient's sync from a sync of patients", () => {
  expect(recordsOf(jobLike({ entities: ["patients"] }))).toBe("Patients");
  expect(recordsOf(jobLike({ entities: ["patients", "observations"] }))).toBe("One patient");
  expect(recordsOf(jobLike({ type: "FULL_SYNC", entities: ["patients", "observations"] }))).toBe(
    "All records",
  );
});

it("tells records that were mapped anew from records that came", () => {
  const job = jobLike({ type: "REMAP", entities: ["patients"] });
  expect([recordsOf(job), manner(job)]).toEqual(["Patients", "remapped"]);
  expect(jobLine(job)).toMatch(/^Patients, mapped anew\. Asked for/);
});

it("takes filters from the address and drops what is none", () => {
  const filters = filtersOf(new URLSearchParams("state=FAILED&direction=SIDEWAYS&system=lakeside"));
  expect(filters).toEqual({ system: "lakeside", state: "FAILED", direction: null, started: "today" });
  const now = new Date();
  expect(queryOf(filters, now)).toMatchObject({ status: "FAILED", from: startOfDay(now).toISOString() });
});

it("says how many of how many are shown", () => {
  expect(footWords(15, 94, true)).toBe("15 of 94 jobs shown");
  expect(footWords(50, null, true)).toBe("50 jobs shown, more below");
  expect(footWords(1, 1, false)).toBe("1 job");
});
