/** What a message is about, in words, by its type. Pure. */

/** By message code and trigger event (HL7 v2.8, appendix A). */
const events: Readonly<Record<string, string>> = {
  "ADT^A01": "Patient admitted",
  "ADT^A02": "Patient moved",
  "ADT^A03": "Patient discharged",
  "ADT^A04": "Patient registered",
  "ADT^A05": "Patient announced",
  "ADT^A08": "Patient changed",
  "ADT^A11": "Admission cancelled",
  "ADT^A12": "Move cancelled",
  "ADT^A13": "Discharge cancelled",
  "ADT^A18": "Patients merged",
  "ADT^A28": "Person added",
  "ADT^A29": "Person deleted",
  "ADT^A31": "Person changed",
  "ADT^A34": "Patients merged",
  "ADT^A40": "Patients merged",
  "ORU^R01": "Lab result",
  "ORM^O01": "Order",
  "OML^O21": "Lab order",
  "OMG^O19": "Order",
  "ORL^O22": "Answer to a lab order",
  "SIU^S12": "Appointment booked",
  "SIU^S13": "Appointment moved",
  "SIU^S14": "Appointment changed",
  "SIU^S15": "Appointment cancelled",
  "SIU^S17": "Appointment deleted",
  "SIU^S26": "Patient did not come",
  "MDM^T01": "Document announced",
  "MDM^T02": "Document",
  "MDM^T06": "Addendum to a document",
  "MDM^T08": "Document changed",
  "MDM^T10": "Document replaced",
  "MDM^T11": "Document cancelled",
  "VXU^V04": "Vaccination",
};

/** By message code alone. */
const codes: Readonly<Record<string, string>> = {
  ADT: "Patient",
  ORU: "Results",
  OUL: "Results",
  ORM: "Order",
  OML: "Lab order",
  OMG: "Order",
  RDE: "Prescription",
  RDS: "Medication dispensed",
  SIU: "Appointment",
  MDM: "Document",
  DFT: "Charge",
  BAR: "Account",
  ACK: "Acknowledgement",
  "Bundle.transaction": "Transaction",
  "Bundle.batch": "Batch",
  handshake: "Handshake",
  "channel.message": "Message of a channel",
  VXU: "Vaccination",
  MFN: "Master file",
};

const verbs: Readonly<Record<string, string>> = {
  create: "created",
  created: "created",
  update: "updated",
  updated: "updated",
  patch: "changed",
  delete: "deleted",
  deleted: "deleted",
  merged: "merged",
  read: "read",
  notified: "told of",
};

/** `MedicationRequest` and `medication_requests` as people write them. */
function spaced(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** "Lab result" for ORU^R01, "Patient created" for Patient.create; null where the type says no more than itself. */
export function typeWords(type: string): string | null {
  const [code = "", event] = type.split("^");
  const known = events[`${code}^${event}`] ?? codes[code];
  if (known) return known;
  const [what = "", verb = ""] = type.split(".");
  // What a subscription hears of.
  if (what === "resource" && verb !== "") return `${spaced(verb)} changed`;
  const done = verbs[verb];
  return done && what !== "" ? `${spaced(what)} ${done}` : null;
}
