import { beforeAll, expect, it } from "vitest";
import { POST as parseRoute } from "@/app/api/integrations/hl7/parse/route";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";

environmentForTests();
let caller: Caller;
beforeAll(async () => {
  caller = await makeCaller("integration");
});

const parse = (message: string) => call("POST", parseRoute, { caller, body: { message } });
const one =
  "MSH|^~\\&|EHR|LS|||20260102||ADT^A04^ADT_A01|17|P|2.5.1\rPID|1||MRN-1^^^NG^MR||Doe^John^Q||19800515|M";

it("reads a message, its patient among it", async () => {
  const { status, json } = await parse(one);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    type: "ADT^A04",
    controlId: "17",
    sender: { application: "EHR", facility: "LS" },
    patient: {
      firstName: "John",
      middleName: "Q",
      lastName: "Doe",
      dateOfBirth: "1980-05-15",
      gender: "male",
      mrn: "MRN-1",
    },
    warnings: [],
  });
  expect(json.segments[1].fields[4]).toEqual([["Doe", "John", "Q"]]);
});

it("reads a batch as its messages", async () => {
  const { json } = await parse(`BHS|^~\\&|A\r${one}\r${one}\rBTS|2\r`);
  expect(json).toMatchObject({ batch: true, messages: [{ controlId: "17" }, { controlId: "17" }] });
});

it("says of other text where no message begins", async () => {
  const { status, json } = await parse("  hello");
  expect(status).toBe(422);
  expect(json).toMatchObject({
    code: "hl7_unparseable",
    position: 2,
    detail: expect.stringContaining("character 3"),
  });
});
