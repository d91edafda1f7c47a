import fc from "fast-check";
import { expect, it } from "vitest";
import { components, composeMessage, composeSegment, repetitions } from "./compose";
import { parseMessage } from "./parse";

const msh = composeSegment("MSH", { 3: "CARELANE", 9: components("ADT", "A04", "ADT_A01"), 12: "2.5.1" });

it("writes what fields say, and nothing behind the last", () => {
  expect(msh).toBe("MSH|^~\\&|CARELANE||||||ADT^A04^ADT_A01|||2.5.1");
  const pid = composeSegment("PID", {
    3: repetitions(components("MRN-1", undefined, undefined, ["NG", "1.2", "ISO"], "MR"), "2"),
    5: components("O'Hara & Söhne", "John", null, undefined),
    8: undefined,
    9: "",
  });
  expect(pid).toBe('PID|||MRN-1^^^NG&1.2&ISO^MR~2||O\'Hara \\T\\ Söhne^John^""');
});

it("gives back, read, whatever was written", () => {
  const text = fc.string({ minLength: 1 }).filter((one) => one !== '""' && !/[\r\n]/.test(one));
  const value = fc.option(text);
  fc.assert(
    fc.property(value, value, value, (first, second, third) => {
      const line = composeSegment("ZZ1", { 2: repetitions(components(first, [second, third]), "end") });
      const message = parseMessage(composeMessage([msh, line]));
      expect(message.value("ZZ1-2.1")).toBe(first);
      expect(message.value("ZZ1-2.2.1")).toBe(second);
      expect(message.value("ZZ1-2.2.2")).toBe(third);
      expect(message.value("ZZ1-2(2)")).toBe("end");
    }),
  );
});
