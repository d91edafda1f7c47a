import { User } from "lucide-react";
import { describe, expect, it } from "vitest";
import { matchedRuns, matchingGroups, type PaletteItem } from "./palette-search";

const item = (label: string, detail?: string): PaletteItem => ({
  id: label,
  icon: User,
  label,
  detail,
  href: "/",
});

describe("the palette", () => {
  it("keeps what holds every typed word, in label or detail and in any case", () => {
    const groups = [
      { heading: "Do", items: [item("Start sync", "Epic"), item("Start sync", "NextGen"), item("Sign out")] },
    ];
    const [group] = matchingGroups(groups, "SYNC epic");
    expect(group?.items.map(({ detail }) => detail)).toEqual(["Epic"]);
  });

  it("drops a group of which nothing is left", () => {
    expect(matchingGroups([{ heading: "Do", items: [item("Sign out")] }], "sync")).toEqual([]);
  });

  it("leaves the server's answers as they came, because it may match what is not shown", () => {
    const groups = [{ heading: "Patients", items: [item("Okafor, Adaeze")], isAnswer: true }];
    expect(matchingGroups(groups, "4471902")).toEqual(groups);
  });

  it("marks what was typed and survives characters that mean something in patterns", () => {
    expect(matchedRuns("Okafor, Adaeze", "okaf")).toEqual([
      { text: "Okaf", matched: true },
      { text: "or, Adaeze", matched: false },
    ]);
    expect(matchedRuns("a+b", "+")).toEqual([
      { text: "a", matched: false },
      { text: "+", matched: true },
      { text: "b", matched: false },
    ]);
    expect(matchedRuns("plain", "")).toEqual([{ text: "plain", matched: false }]);
  });
});
