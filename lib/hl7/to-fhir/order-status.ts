/** How orders and results stand: tables 0038, 0119 and 0123 (guide: OrderStatus, OrderControlCode, ResultStatus). */
import type { FieldReader } from "./field-reader";
import { meaningOf, type Table } from "./table";

/** Table 0038. */
const orderStatuses: Table = {
  A: "active",
  CA: "revoked",
  CM: "completed",
  DC: "revoked",
  ER: "entered-in-error",
  HD: "on-hold",
  IP: "active",
  RP: "revoked",
  SC: "active",
};

/** Table 0119: what is asked for or told, as far as it says how the order then stands. */
const controls: Table = {
  CA: "revoked",
  CH: "active",
  CR: "revoked",
  DC: "revoked",
  DR: "revoked",
  HD: "on-hold",
  HR: "on-hold",
  NW: "active",
  OC: "revoked",
  OD: "revoked",
  OE: "active",
  OF: "active",
  OH: "on-hold",
  OK: "active",
  OP: "active",
  OR: "active",
  PA: "active",
  RF: "active",
  RL: "active",
  RO: "active",
  RP: "revoked",
  RQ: "revoked",
  RU: "revoked",
  SC: "active",
  SN: "active",
  UA: "revoked",
  XO: "active",
  XR: "active",
  XX: "active",
};

/** What tables 0085 and 0123 both say by a letter, as some write it out. */
const written: Table = { CANCELED: "X", CANCELLED: "X", CORRECTED: "C", FINAL: "F", PRELIMINARY: "P" };

/** How a result stands (OBX-11, OBR-25), by its letter. */
export function resultStatusCode(reader: FieldReader, field: number): string {
  const said = reader.code(field).trim();
  return meaningOf(written, said) ?? said;
}

/** What a table says of how a result stands; told where it says nothing of what is written. */
export function statusIn(reader: FieldReader, field: number, table: Table): string | undefined {
  const said = resultStatusCode(reader, field);
  const status = meaningOf(table, said);
  if (said !== "" && status === undefined) {
    reader.tell(field, "The status is none that is known, so how the result stands is unknown.");
  }
  return status;
}

/** Table 0123 of a result, as far as it says something of its order. */
const ofResults: Table = { C: "completed", F: "completed", X: "revoked" };

export function requestStatus(
  orc: FieldReader | undefined,
  obr: FieldReader | undefined,
): string | undefined {
  return (
    meaningOf(orderStatuses, orc?.code(5)) ??
    meaningOf(controls, orc?.code(1)) ??
    meaningOf(ofResults, obr && resultStatusCode(obr, 25))
  );
}

/** What was begun and is to end before its time. */
const stopping = ["DC", "DR", "OD", "RP", "RQ"];

/** How a prescription stands: FHIR tells those that are stopped from those that never began. */
export function prescriptionStatus(orc: FieldReader | undefined): string | undefined {
  const status = requestStatus(orc, undefined);
  if (status !== "revoked") return status;
  return stopping.includes(orc?.code(5) || orc?.code(1) || "") ? "stopped" : "cancelled";
}

/** Table 0123. */
const reportStatuses: Table = {
  A: "partial",
  C: "corrected",
  F: "final",
  I: "registered",
  M: "preliminary",
  N: "registered",
  O: "registered",
  P: "preliminary",
  R: "partial",
  S: "registered",
  X: "cancelled",
};

export function reportStatus(obr: FieldReader | undefined): string | undefined {
  return obr && statusIn(obr, 25, reportStatuses);
}
