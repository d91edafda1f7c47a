import { expect, it } from "vitest";
import { parseMessage } from "../parse";
import { type Group, type GroupShape, grouped } from "./groups";

const result: GroupShape = { name: "result", opens: ["OBX"], members: ["NTE"] };
const order: GroupShape = { name: "order", opens: ["ORC", "OBR"], members: ["NTE"], groups: [result] };
const patient: GroupShape = { name: "patient", opens: ["PID"], members: ["NK1"], groups: [order] };

const written = (group: Group) => group.segments.map(({ raw }) => raw).join(" ");

function read(...segments: string[]) {
  return grouped(parseMessage(["MSH|^~\\&", ...segments].join("\r")).segments, [patient]);
}

it("puts each segment into the group that is open for it", () => {
  const message = read(
    "PID",
    "ORC|1",
    "OBR|1",
    "NTE|1",
    "OBX|1",
    "NTE|2",
    "OBR|2",
    "OBX|2",
    "NK1",
    "ZZZ",
    "PID|2",
  );
  const [first, second] = message.of("patient");
  expect([written(message), first && written(first), second && written(second)]).toEqual([
    "MSH|^~\\& ZZZ",
    "PID NK1",
    "PID|2",
  ]);
  expect(first?.of("order").map((one) => [written(one), ...one.of("result").map(written)])).toEqual([
    ["ORC|1 OBR|1 NTE|1", "OBX|1 NTE|2"],
    ["OBR|2", "OBX|2"],
  ]);
});

it("opens the next group where what opens one comes again, or comes too early", () => {
  const orders = read("PID", "ORC|1", "ORC|2", "OBR|2", "ORC|3", "OBR|3").of("patient")[0]?.of("order");
  expect(orders?.map(written)).toEqual(["ORC|1", "ORC|2 OBR|2", "ORC|3 OBR|3"]);
});

it("takes what opens a group in any order, where senders do not agree about it", () => {
  const either: GroupShape = { ...order, opens: ["OBR", "ORC"], isInAnyOrder: true };
  const orders = (...segments: string[]) => {
    const message = parseMessage(["MSH|^~\\&", ...segments].join("\r"));
    return grouped(message.segments, [either]).of("order").map(written);
  };
  expect(orders("ORC|1", "OBR|1", "ORC|2", "OBR|2")).toEqual(["ORC|1 OBR|1", "ORC|2 OBR|2"]);
  expect(orders("OBR|1", "ORC|1", "OBR|2", "ORC|2")).toEqual(["OBR|1 ORC|1", "OBR|2 ORC|2"]);
  expect(orders("OBR|1", "OBX|1", "ORC|2", "OBR|2")).toEqual(["OBR|1", "ORC|2 OBR|2"]);
});

it("opens a group around what stands in it, where nothing opened it", () => {
  const medicine: GroupShape = { name: "medicine", opens: ["RXE"], members: ["RXR"] };
  const given: GroupShape = { name: "given", opens: ["RXA"] };
  const implied = { ...order, impliedBy: ["RXE", "RXA"], groups: [medicine, given, result] };
  const segments = ["RXE|1", "RXR|1", "RXA|1", "OBX|1", "RXE|2", "ORC|3", "RXE|3"];
  const message = grouped(parseMessage(["MSH|^~\\&", ...segments].join("\r")).segments, [implied]);
  const all = (group: Group) =>
    ["medicine", "given", "result"].flatMap((name) => group.of(name).map(written));
  expect(message.of("order").map((group) => [written(group), ...all(group)])).toEqual([
    ["", "RXE|1 RXR|1", "RXA|1", "OBX|1"],
    ["", "RXE|2"],
    ["ORC|3", "RXE|3"],
  ]);
});

it("leaves what no group is open for outside", () => {
  expect(written(read("OBX|1", "NK1"))).toBe("MSH|^~\\& OBX|1 NK1");
});
