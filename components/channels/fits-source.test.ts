import { describe, expect, it } from "vitest";
import { newChannelForm, type SourceForm } from "./channel-form";
import { fitsSource } from "./fits-source";

const source = (fields: Partial<SourceForm>): SourceForm => ({ ...newChannelForm.source, ...fields });

describe("messages that fit a source", () => {
  it.each<[Partial<SourceForm>, string, boolean]>([
    [{ kind: "mllp" }, "ADT^A04", true],
    [{ kind: "mllp", types: "adt, ORU^R01" }, "ADT^A04", true],
    [{ kind: "mllp", types: "ORU" }, "ADT^A04", false],
    [{ kind: "mllp", types: "ADT^A0" }, "ADT^A04", false],
    [{ kind: "http" }, "Patient", true],
    [{ kind: "event", events: ["patient.*"] }, "patient.created", true],
    [{ kind: "event", events: ["*"] }, "sync.failed", true],
    [{ kind: "event", events: ["patient.updated"] }, "patient.created", false],
    [{ kind: "sync", entities: ["medication_requests"] }, "medication_request.created", true],
    [{ kind: "sync", entities: ["medications"] }, "medication_request.created", false],
  ])("%o with %s: %s", (fields, type, fits) => {
    expect(fitsSource(source(fields), type)).toBe(fits);
  });
});
