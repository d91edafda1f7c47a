import { describe, expect, it } from "vitest";
import { knownBy, messagesHref, portWarning } from "./sender-words";

const lab = { application: "LAB", facility: "MAIN", peer: null, certificate: null };
const open = { host: "hub.example", port: 2575, tlsPort: null };

describe("a system that sends by itself", () => {
  it.each([
    [lab, "Messages with LAB in MSH-3 and MAIN in MSH-4 are taken as its own."],
    [{ ...lab, facility: "*" }, "Messages with LAB in MSH-3 are taken as its own."],
    [
      { ...lab, application: "*", facility: "*" },
      "Messages of every sender that no other integration names are taken as its own.",
    ],
    [
      { ...lab, facility: "*", peer: "10.20.0.0/16" },
      "Messages with LAB in MSH-3 are taken as its own, if they come from 10.20.0.0/16.",
    ],
    [
      { ...lab, facility: "*", peer: "10.20.0.7", certificate: "ab" },
      "Messages with LAB in MSH-3 are taken as its own, if they come from 10.20.0.7 and it signs in with the certificate ab.",
    ],
  ])("is known by what its settings name: %j", (sender, words) => {
    expect(knownBy(sender)).toBe(words);
  });

  it("is told what keeps it from reaching us", () => {
    expect(portWarning(open, lab)).toBeNull();
    expect(portWarning({ ...open, host: "127.0.0.1" }, lab)).toContain("MLLP_HOST");
    expect(portWarning(open, { ...lab, certificate: "ab" })).toContain("MLLP_TLS_PORT");
    expect(portWarning({ ...open, tlsPort: 2576 }, { ...lab, certificate: "ab" })).toBeNull();
  });

  it("leads to its messages", () => {
    expect(messagesHref("1", { direction: "in", status: "FAILED" })).toBe(
      "/messages?integrationId=1&direction=in&status=FAILED",
    );
  });
});
