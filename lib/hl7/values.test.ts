import { describe, expect, it } from "vitest";
import { messageValues, parseMessage } from ".";

const message = (...segments: string[]) =>
  parseMessage(["MSH|^~\\&|LAB|MAIN|||20261117||ADT^A04|1|P|2.5.1", ...segments].join("\r"));

describe("a message as data", () => {
  it("names values as people write their places, repetitions and subcomponents too", () => {
    const { PID } = messageValues(message("PID|1||7^^^MAIN&1.2&ISO^MR~8^^^CITY||Okafor^Ada"));
    expect(PID).toEqual([
      {
        "1": "1",
        "1.1": "1",
        "3": "7",
        "3.1": "7",
        "3.4": "MAIN",
        "3.4.2": "1.2",
        "3.4.3": "ISO",
        "3.5": "MR",
        "3(2)": "8",
        "3(2).1": "8",
        "3(2).4": "CITY",
        "5": "Okafor",
        "5.1": "Okafor",
        "5.2": "Ada",
      },
    ]);
  });

  it("keeps segments of one name in their order, resolves escapes and tells what is to be deleted", () => {
    const { OBX, MSH } = messageValues(message("OBX|1||||a\\T\\b", 'OBX|2||||""'));
    expect(OBX?.map((segment) => segment["5"])).toEqual(["a&b", null]);
    expect(MSH?.[0]).toMatchObject({ "1": "|", "2": "^~\\&", "9.2": "A04" });
  });
});
