import { expect, it } from "vitest";
import { parseMessage } from "../parse";
import { allOf } from "../testing/converted";
import { convertMessage } from "./convert";

/** A message between these facilities, for which these organizations are responsible (MSH-22, MSH-23). */
function between(sender: string, receiver: string, [sending, receiving]: readonly [string, string]) {
  const header = `MSH|^~\\&|A|${sender}|C|${receiver}|20260102030405||ADT^A08|1|P|2.7||||||||||${sending}|${receiving}`;
  return convertMessage(parseMessage(`${header}\rPID|1||7`), { timeZone: "UTC" });
}

it("says of a facility whose part it is, and of none that it is a part of itself", () => {
  const organizations = (message: ReturnType<typeof between>) =>
    allOf(message, "Organization").map(({ resource: { name, partOf } }) => [name, partOf]);
  expect(organizations(between("B", "D", ["b", "D"]))).toEqual([
    ["b", undefined],
    ["D", undefined],
  ]);
  const message = between("B", "D", ["Trust", "D"]);
  const [trust] = allOf(message, "Organization");
  expect(organizations(message)).toEqual([
    ["Trust", undefined],
    ["B", { reference: `Organization/${trust?.id}` }],
    ["D", undefined],
  ]);
});
