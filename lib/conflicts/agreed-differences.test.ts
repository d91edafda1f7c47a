import { describe, expect, it } from "vitest";
import { respectDifferences } from "./agreed-differences";

const id = (value: string) => ({ system: "urn:oid:1", value });
const name = (family: string, text: string) => ({ use: "official", family, given: ["Ada"], text });

describe("fields where both sides agreed to differ", () => {
  it("are ours as long as the vendor's are the ones agreed on", () => {
    const respected = respectDifferences(
      { gender: "male", note: "x" },
      { gender: "other" },
      { gender: "male" },
    );
    expect(respected).toEqual({ remote: { gender: "other", note: "x" }, ignored: { gender: "male" } });
  });

  it("are the vendor's once it says something else", () => {
    const respected = respectDifferences({ gender: "female" }, { gender: "other" }, { gender: "male" });
    expect(respected).toEqual({ remote: { gender: "female" }, ignored: null });
  });

  it("take into our list what the vendor adds to its own and takes out of it, and lose nothing else", () => {
    const ours = [id("ours"), id("shared"), id("theirs")];
    const added = [id("shared"), id("theirs"), id("new")];
    expect(
      respectDifferences({ identifiers: added }, { identifiers: ours }, { identifiers: added.slice(0, 2) }),
    ).toEqual({
      remote: {
        identifiers: [id("shared"), id("theirs"), id("new"), id("ours")],
      },
      ignored: { identifiers: added },
    });
    const left = respectDifferences(
      { identifiers: [id("shared")] },
      { identifiers: ours },
      { identifiers: [id("shared"), id("theirs")] },
    );
    expect(left.remote.identifiers).toEqual([id("shared"), id("ours")]);
  });

  it("take over the vendor's new name, whatever text it wrote the old one with", () => {
    const usual = { use: "usual", family: "Nelson", given: ["Ada"] };
    const { remote, ignored } = respectDifferences(
      { names: [name("Nilsson", "Nilsson, Ada")] },
      { names: [name("Nelson", "Ada Nelson"), usual] },
      { names: [name("Nelson", "Nelson, Ada")] },
    );
    expect(remote.names).toEqual([name("Nilsson", "Nilsson, Ada"), usual]);
    expect(ignored).toEqual({ names: [name("Nilsson", "Nilsson, Ada")] });
  });
});
