import { beforeAll, describe, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
  for (let n = 0; n < 9; n += 1) await fhir("POST", "Patient", { body: { resourceType: "Patient" } });
});

interface Found {
  readonly resource: { readonly id: string };
}

describe("pages", () => {
  const next = (json: { link: { relation: string; url: string }[] }) =>
    json.link.find(({ relation }) => relation === "next")?.url;

  it("show each resource once, whatever changes while they are read", async () => {
    const crowd = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
    const made: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      const body = { resourceType: "Patient", name: [{ family: `Secret${at}` }] };
      made.push((await crowd("POST", "Patient", { body })).json.id);
    }
    for (const sort of ["", "&_sort=family", "&_sort=-family"]) {
      const seen: string[] = [];
      let page = (await crowd("GET", `Patient?family=secret&_count=3${sort}`)).json;
      expect(page.total).toBe(7);
      for (let turn = 0; ; turn += 1) {
        seen.push(...page.entry.map(({ resource }: Found) => resource.id));
        const url = next(page);
        if (!url) break;
        expect(url.toLowerCase()).not.toContain("secret");
        const changed = {
          resourceType: "Patient",
          id: made[turn],
          name: [{ family: `Secret${turn}` }],
          active: true,
        };
        await crowd("PUT", `Patient/${made[turn]}`, { body: changed });
        page = (await crowd("GET", url)).json;
      }
      expect(seen.toSorted()).toEqual(made.toSorted());
    }
  });

  it("of a history lead to its end", async () => {
    const pages: number[] = [];
    for (let url: string | undefined = "_history?_count=4"; url; ) {
      const { status, json } = await fhir("GET", url);
      expect(status).toBe(200);
      pages.push(json.entry.length);
      url = next(json);
    }
    expect(pages).toEqual([4, 4, 1]);
  });

  it("are given to no other organization", async () => {
    const url = next((await fhir("GET", "Patient?_count=1")).json) ?? "";
    const other = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
    expect((await other("GET", url)).status).toBe(400);
    expect((await fhir("GET", `${url}x`)).status).toBe(400);
  });
});
