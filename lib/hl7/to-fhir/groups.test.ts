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

it("leaves what no group is open for outside", () => {
  expect(written(read("OBX|1", "NK1"))).toBe("MSH|^~\\& OBX|1 NK1");
});
