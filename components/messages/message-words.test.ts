import { describe, expect, it } from "vitest";
import { ackWords, canReplay, isRefusal, isUnderWay, replayWords, stateOf, wayWords } from "./message-words";
import { messageOf } from "./testing/message-of";
import { typeWords } from "./type-words";

const ack = { code: null, state: "SENT", text: null } as const;

describe("the words about a message", () => {
  it("say of a type what it is about", () => {
    const types = ["ORU^R01", "ADT^A99", "Patient.create", "case.updated", "ZZZ^Z01", ""];
    const more = [
      "MedicationRequest.patch",
      "Bundle.transaction",
      "patients.notified",
      "resource.documents",
      "channel.message",
    ];
    expect([...types, ...more].map(typeWords)).toEqual([
      "Lab result",
      "Patient",
      "Patient created",
      "Case updated",
      null,
      null,
      "Medication request changed",
      "Transaction",
      "Patients told of",
      "Documents changed",
      "Message of a channel",
    ]);
  });

  it("do not say of what still waits to go out that it was sent", () => {
    const waiting = messageOf({ direction: "out", processing: "PROCESSING" });
    expect([stateOf(waiting).word, wayWords(waiting)]).toEqual(["To be sent", "Goes to"]);
    const sent = messageOf({ direction: "out", processing: "PROCESSED" });
    expect([stateOf(sent).word, wayWords(sent)]).toEqual(["Processed", "Sent to"]);
    expect(wayWords(messageOf({ processing: "RECEIVED" }))).toBe("Received from");
  });

  it("tell a failure that is tried again from one that needs somebody", () => {
    const nextAttemptAt = "2026-11-17T10:40:00Z";
    const failed = { processing: "FAILED", direction: "in" } as const;
    expect(stateOf({ ...failed, nextAttemptAt }).word).toBe("Trying again");
    expect(stateOf({ ...failed, nextAttemptAt: null }).word).toBe("Failed");
    expect(isUnderWay(messageOf({ processing: "FAILED", nextAttemptAt }))).toBe(true);
    expect(isUnderWay(messageOf({ processing: "FAILED" }))).toBe(false);
    expect(isUnderWay(messageOf({ processing: "RECEIVED" }))).toBe(true);
  });

  it("say what was answered, and whether it is still owed", () => {
    expect(ackWords({ ...ack, code: "AA" })).toBe("AA accepted");
    expect(ackWords({ ...ack, code: "AR", state: "UNDELIVERED" })).toBe("AR refused, not delivered");
    expect(ackWords({ ...ack, code: "503" })).toBe("503 failed there");
    expect(ackWords({ ...ack, state: "NOT_OWED" })).toBe("None owed");
    expect(["AA", "AE", "CR", "200", "422"].map((code) => isRefusal({ ...ack, code }))).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
  });

  it("offer a replay of what came in as HL7 v2 alone, and say before what it does", () => {
    expect(canReplay(messageOf())).toBe(true);
    expect(canReplay(messageOf({ direction: "out" }))).toBe(false);
    expect(canReplay(messageOf({ kind: "fhir" }))).toBe(false);
    expect(replayWords("Quest")).toContain("Nothing is sent to Quest");
  });
});
