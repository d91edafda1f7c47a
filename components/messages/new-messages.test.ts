import { expect, it } from "vitest";
import { withoutNew } from "./new-messages";

const list = (ids: string, state = "old") => [...ids].map((id) => ({ id, state }));

it("a held list shows what it showed in its newest state, and counts what came", () => {
  expect(withoutNew(list("cba"), list("edcba", "new"))).toEqual({ messages: list("cba", "new"), waiting: 2 });
});

it("a held list goes on at its end", () => {
  expect(withoutNew(list("cb"), list("cba"))).toEqual({ messages: list("cba"), waiting: 0 });
});

it("a held list stays where so much came that nothing of it is left in the newest answer", () => {
  expect(withoutNew(list("cba"), list("zyx"))).toEqual({ messages: list("cba"), waiting: 3 });
});

it("an empty list hides nothing", () => {
  expect(withoutNew([], list("a"))).toEqual({ messages: list("a"), waiting: 0 });
});
