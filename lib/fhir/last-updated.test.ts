import { expect, it } from "vitest";
import { lastUpdatedOf } from "./index";

it("reads when a resource changed, with its offset, and finds nothing where the server does not say", () => {
  const resource = (meta?: object) => JSON.stringify({ resourceType: "Patient", meta });
  expect(lastUpdatedOf(resource({ lastUpdated: "2026-01-01T12:00:00.5+02:00" }))).toEqual(
    new Date("2026-01-01T10:00:00.500Z"),
  );
  expect(lastUpdatedOf(resource({ lastUpdated: "yesterday" }))).toBeNull();
  expect(lastUpdatedOf(resource())).toBeNull();
});
