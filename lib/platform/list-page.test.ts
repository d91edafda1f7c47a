import { expect, it } from "vitest";
import { pageOf } from "./list-page";

const placeOf = (row: string) => `after ${row}`;

it("shows what was asked for, and goes on after the last row shown where one more came", () => {
  expect(pageOf(["a", "b", "c"], 2, placeOf)).toEqual({ data: ["a", "b"], next: "after b" });
});

it("ends where no more rows came than were asked for", () => {
  expect(pageOf(["a", "b"], 2, placeOf)).toEqual({ data: ["a", "b"], next: null });
  expect(pageOf([], 2, placeOf)).toEqual({ data: [], next: null });
});
