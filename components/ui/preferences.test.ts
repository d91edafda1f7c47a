import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { preferencesScript } from "./preferences";

type Browser = { kept?: Record<string, string>; prefersDark?: boolean; storageBlocked?: boolean };

/** Runs the script as a browser would before the first paint, and tells what it wrote to the root element. */
function rootAfter({ kept = {}, prefersDark = false, storageBlocked = false }: Browser) {
  const dataset: Record<string, string> = {};
  const getItem = (key: string) => {
    if (storageBlocked) throw new Error("SecurityError");
    return kept[key] ?? null;
  };
  runInNewContext(preferencesScript, {
    document: { documentElement: { dataset } },
    localStorage: { getItem },
    matchMedia: () => ({ matches: prefersDark }),
  });
  return dataset;
}

describe("the first paint", () => {
  it("follows the system until a theme was chosen", () => {
    expect(rootAfter({ prefersDark: true }).theme).toBe("dark");
    expect(rootAfter({ prefersDark: false }).theme).toBe("light");
  });

  it("shows what was chosen on this device", () => {
    const kept = { "carelane.theme": "light", "carelane.density": "compact", "carelane.navigation": "rail" };
    expect(rootAfter({ kept, prefersDark: true })).toEqual({
      theme: "light",
      density: "compact",
      navigation: "rail",
      shortcuts: "on",
    });
  });

  it("takes no value it does not know", () => {
    expect(rootAfter({ kept: { "carelane.theme": "<img>", "carelane.density": "huge" } })).toMatchObject({
      theme: "light",
      density: "regular",
    });
  });

  it("goes on when the browser keeps nothing", () => {
    expect(rootAfter({ storageBlocked: true, prefersDark: true }).theme).toBe("dark");
  });
});
