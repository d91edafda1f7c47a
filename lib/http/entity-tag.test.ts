import { expect, it } from "vitest";
import { namesState } from "./entity-tag";

it.each([
  [null, true],
  ['"3"', true],
  ['W/"3"', true],
  ['"2", "3"', true],
  ["*", true],
  ['"2"', false],
  ["", false],
])("takes If-Match %s as one that names version 3: %s", (ifMatch, named) => {
  expect(namesState(ifMatch, '"3"')).toBe(named);
});
