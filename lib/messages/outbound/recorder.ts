/** Keeps what goes to vendors over FHIR: stored before it is sent, completed by the vendor's answer. */
import type { Recorder, VendorAnswer, VendorWrite } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import { isCarelaneError } from "@/lib/platform/errors";
import { patientsIn } from "../fhir-identifiers";
import type { TouchedRecord } from "../schema";
import { entry, unansweredOutcome } from "./messenger";
import { noteOutcome, type Outgoing, type Place, type SendingOutcome, storeOutgoing } from "./sent-messages";

function outgoing({ type, body }: VendorWrite, record: TouchedRecord): Outgoing {
  const { entity, recordId } = record;
  const own = entity === "patients" ? [{ parameter: "patient", value: recordId } as const] : [];
  return {
    kind: "fhir",
    type,
    controlId: null,
    sender: null,
    body,
    flags: [],
    found: [...own, ...patientsIn(JSON.parse(body))],
    records: [record],
  };
}

/** What came of a write that the vendor answered; `error` where that is a refusal. */
function answeredOutcome(sentAt: Date, { status, bytes }: VendorAnswer, error: unknown): SendingOutcome {
  const refusal = isCarelaneError(error) ? error : undefined;
  return {
    processing: error === undefined ? "PROCESSED" : "FAILED",
    ack: { code: String(status), state: "SENT", text: null },
    answer: bytes.length > 0 ? bytes : null,
    timeline: [
      entry(sentAt, "sent"),
      entry(now(), error === undefined ? "acknowledged" : "rejected", refusal?.title ?? null),
    ],
    errors: refusal ? [{ code: refusal.code, title: refusal.title, detail: null, path: null }] : [],
  };
}

/** The recorder of an integration for what is written there of one record. */
export function recorderOf(place: Place, record: TouchedRecord): Recorder {
  return {
    async keep(write, send) {
      const id = await storeOutgoing(place, outgoing(write, record));
      const sentAt = now();
      let answer: VendorAnswer | undefined;
      const outcome = (error?: unknown) =>
        answer ? answeredOutcome(sentAt, answer, error) : unansweredOutcome(sentAt, error, null);
      const reply = await send((heard) => {
        answer = heard;
      }).catch(async (error: unknown) => {
        await noteOutcome(place, id, outcome(error));
        throw error;
      });
      await noteOutcome(place, id, outcome());
      return reply;
    },
  };
}
