import { expect, it } from "vitest";
import { describeMessage, parseMessage } from "@/lib/hl7";
import { messageTitle, patientName } from "./message-title";

const read = (pid: string) => describeMessage(parseMessage(`MSH|^~\\&|LAB\r${pid}`), "UTC");

it("a message is called by what it is about, and whom", () => {
  expect(patientName(read("PID|1||17||Okafor&van^Adaeze^N"))).toBe("Okafor, Adaeze");
  expect(messageTitle({ type: "ORU^R01", kind: "hl7v2" }, "Okafor, Adaeze")).toBe(
    "Lab result for Okafor, Adaeze",
  );
});

it("a message without a patient, or without a type that is known, is called by what there is", () => {
  expect(patientName(read('PID|1||17||""'))).toBeNull();
  expect(patientName(undefined)).toBeNull();
  expect(messageTitle({ type: "ZZZ^Z01", kind: "hl7v2" }, null)).toBe("ZZZ^Z01");
  expect(messageTitle({ type: "", kind: "fhir" }, null)).toBe("Unreadable FHIR message");
});
