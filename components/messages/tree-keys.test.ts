import { expect, it } from "vitest";
import type { TreeRow } from "./tree";
import { moveBy } from "./tree-keys";

const row = (place: string, opens = false): TreeRow => ({
  place,
  level: place.split("/").length,
  label: place,
  value: "x",
  opens,
});
const rows = [row("0", true), row("1", true), row("1/3"), row("1/5", true), row("2", true)];
const open = new Set(["1"]);
const move = (key: string, at: string) => moveBy(key, rows, at, open);

it("up, down, first and last go through what is shown, and no further", () => {
  expect(move("ArrowDown", "1/3")).toEqual({ focus: "1/5" });
  expect(move("ArrowUp", "1/3")).toEqual({ focus: "1" });
  expect(move("ArrowUp", "0")).toBeNull();
  expect(move("ArrowDown", "2")).toBeNull();
  expect(move("End", "0")).toEqual({ focus: "2" });
  expect(move("Home", "2")).toEqual({ focus: "0" });
});

it("right opens, then goes in; left goes out, then closes", () => {
  expect(move("ArrowRight", "1/5")).toEqual({ toggle: "1/5" });
  expect(move("ArrowRight", "1")).toEqual({ focus: "1/3" });
  expect(move("ArrowRight", "1/3")).toBeNull();
  expect(move("ArrowLeft", "1/5")).toEqual({ focus: "1" });
  expect(move("ArrowLeft", "1")).toEqual({ toggle: "1" });
  expect(move("ArrowLeft", "0")).toBeNull();
});

it("Enter opens what has parts, and letters do nothing", () => {
  expect(move("Enter", "0")).toEqual({ toggle: "0" });
  expect(move("Enter", "1/3")).toBeNull();
  expect(move("j", "1")).toBeNull();
});
