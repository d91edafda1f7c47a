import { describe, expect, it } from "vitest";
import { derivedFields, recordEntities } from "@/lib/records/schema";
import { localPaths } from "./local-paths";

const pathsOf = (entity: string) => localPaths(entity).map(({ path }) => path);

describe("the fields that a mapping can name", () => {
  it("are those of the record's schema, with what stands inside them", () => {
    expect(pathsOf("patients")).toEqual(
      expect.arrayContaining(["gender", "names", "names[0].family", "names[0].given[0]"]),
    );
    expect(localPaths("patients").find(({ path }) => path === "gender")?.holds).toContain("female");
    expect(localPaths("patients").find(({ path }) => path === "names")?.holds).toBe("list");
  });

  it("leave out what follows from other fields", () => {
    const paths = pathsOf("patients");
    expect(derivedFields("patients").filter((field) => paths.includes(field))).toEqual([]);
  });

  it.each(recordEntities)("are there for %s, each once", (entity) => {
    const paths = pathsOf(entity);
    expect(paths.length).toBeGreaterThan(3);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("are none for what Carelane has no records of", () => {
    expect(localPaths("unknown")).toEqual([]);
  });
});
