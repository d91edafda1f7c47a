import { expect, it } from "vitest";
import { converted } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";
import { bundleOf } from "./bundle";

const pid = "PID|1||42^^^NG^MR||Hara^Ada";
const base = "https://carelane.example/fhir";

it("is a message whose header comes first and names what it is about", () => {
  const bundle = bundleOf(converted("ADT^A08", ["EVN|A08|20260105", pid]), {
    type: "message",
    base,
    timestamp: "2026-01-05T15:30:00Z",
  });
  expect(problemsIn(bundle)).toEqual([]);
  const [first] = Array.isArray(bundle.entry) ? bundle.entry : [];
  expect(first).toMatchObject({
    resource: { resourceType: "MessageHeader", focus: [{ reference: expect.stringMatching(/^Patient\//) }] },
  });
});

it("is a transaction that puts each thing where the next message finds it, and deletes what is no more", () => {
  const bundle = bundleOf(converted("ADT^A29", [pid]), { type: "transaction", base });
  expect(problemsIn(bundle)).toEqual([]);
  expect(bundle.entry).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ request: { method: "DELETE", url: expect.stringMatching(/^Patient\//) } }),
      expect.objectContaining({ request: { method: "PUT", url: expect.stringMatching(/^MessageHeader\//) } }),
    ]),
  );
});
