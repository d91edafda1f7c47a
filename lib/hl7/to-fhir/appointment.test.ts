import { expect, it } from "vitest";
import { parseMessage } from "../parse";
import { problemsIn } from "../testing/fhir-problems";
import { convertMessage } from "./convert";

it.each(["99999999999999999999", "2000000000"])("does not end where it takes %s minutes", (minutes) => {
  const message = parseMessage(
    [
      "MSH|^~\\&|A|B|C|D|20260102||SIU^S12|1|P|2.5",
      `SCH|1|2||||||||${minutes}|MIN|^^^20260102030405`,
      "PID|1||7",
      `AIP|1||9^Roe|||99991231235900+0000|||${minutes}|MIN`,
    ].join("\r"),
  );
  const { resources } = convertMessage(message, { timeZone: "UTC" });
  const appointment = resources.find(({ resourceType }) => resourceType === "Appointment")?.resource;
  expect(appointment).toMatchObject({ status: expect.any(String) });
  expect(appointment).not.toHaveProperty("end");
  expect(resources.flatMap(({ resource }) => problemsIn(resource))).toEqual([]);
});
