import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import { createResource, updateResource } from "@/lib/connectors/protocols/fhir-r4/interactions";
import { serve } from "@/lib/connectors/protocols/fhir-r4/testing/served-fhir";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { listMessages } from "../list-messages";
import { readMessage } from "../read-message";
import { recorderOf } from "./recorder";

const installation = installationForTests();
let actor: Actor;
let integrationId = "";
let recordId = "";
beforeEach(async () => {
  actor = adminOf(await installation.addOrganization());
  [integrationId, recordId] = [newId(), newId()];
});

const jane = { resourceType: "Patient", identifier: [{ value: "M-1" }], name: [{ family: "Doe" }] };

type Handler = Parameters<typeof serve>[0];

/** A vendor that answers writes so, and reads with Jane. */
async function vendorThat(answer: Handler) {
  const handler: Handler = (request, response, base) =>
    request.method === "GET"
      ? response.end(JSON.stringify({ ...jane, id: "7" }))
      : answer(request, response, base);
  const place = { organizationId: actor.organizationId, integrationId };
  const { fhir } = await serve(handler, recorderOf(place, { entity: "patients", recordId }));
  return fhir;
}

async function kept(filter = {}) {
  const { data } = await listMessages(actor, filter, 10, null);
  return Promise.all(data.map(({ id }) => readMessage(actor, id)));
}

it("keeps what is written with the vendor's answer, to be found by the patient, and nothing that is read", async () => {
  const fhir = await vendorThat((_request, response, base) =>
    response.writeHead(201, { location: `${base}/Patient/7/_history/1` }).end('{"resourceType":"Patient"}'),
  );
  await createResource(fhir, "Patient", jane);
  const [message, ...others] = await kept({ patientId: recordId });
  expect(message).toMatchObject({
    kind: "fhir",
    direction: "out",
    type: "Patient.create",
    integrationId,
    processing: "PROCESSED",
    attempts: 1,
    ack: { code: "201", state: "SENT" },
    parsed: jane,
    answer: '{"resourceType":"Patient"}',
    records: [{ entity: "patients", recordId }],
    timeline: [{ event: "sent" }, { event: "acknowledged" }],
  });
  expect([others, (await kept({ patientId: "M-1" })).length, (await kept()).length]).toEqual([[], 1, 1]);
  expect(JSON.stringify(message)).not.toContain("secret");
});

it("keeps what the vendor refuses, and why", async () => {
  const outcome = '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}';
  const fhir = await vendorThat((_request, response) => response.writeHead(422).end(outcome));
  await expect(updateResource(fhir, "Patient", "7", jane, "3")).rejects.toMatchObject({
    code: "content_refused",
  });
  expect(await kept()).toMatchObject([
    {
      type: "Patient.update",
      processing: "FAILED",
      ack: { code: "422", state: "SENT" },
      answer: outcome,
      errors: [{ code: "content_refused" }],
      timeline: [{ event: "sent" }, { event: "rejected" }],
    },
  ]);
});

it("says of what was not answered that it may have arrived", async () => {
  const fhir = await vendorThat((request) => request.socket.destroy());
  await expect(createResource(fhir, "Patient", jane)).rejects.toMatchObject({ kind: "ambiguous" });
  expect(await kept()).toMatchObject([
    {
      processing: "FAILED",
      ack: { code: null, state: "UNDELIVERED" },
      answer: null,
      timeline: [{ event: "sent" }, { event: "answer_lost" }],
    },
  ]);
});
