/** The parts of FHIR resources that messages tell of. Everything else is legal and not told. */
import { z } from "zod";
import { type FhirJson, fhirTypes, parseResource } from "@/lib/fhir";

const { address, codeableConcept, coding, contactPoint, identifier, period, quantity, reference } = fhirTypes;
const text = fhirTypes.optional;
const concepts = z.array(codeableConcept).nullish();
const identifiers = z.array(identifier).nullish();
const notes = fhirTypes.notes;

/** A reference that may name its target by an identifier, where the target itself is not known. */
const target = reference.extend({ identifier: identifier.nullish() });
const targets = z.array(target).nullish();

const attachment = fhirTypes.attachment.extend({ data: text });

const simpleExtension = z.looseObject({
  url: text,
  valueString: text,
  valueDateTime: text,
  valueDecimal: z.number().nullish(),
  valueCoding: coding.nullish(),
  valueCodeableConcept: codeableConcept.nullish(),
  valueAddress: address.nullish(),
  valueContactPoint: contactPoint.nullish(),
  valueAttachment: attachment.nullish(),
});
const extension = simpleExtension.extend({ extension: z.array(simpleExtension).nullish() });
const extensions = z.array(extension).nullish();

const humanName = fhirTypes.humanName.extend({
  _family: z.looseObject({ extension: extensions }).nullish(),
});

const contact = z.looseObject({
  relationship: concepts,
  name: humanName.nullish(),
  telecom: z.array(contactPoint).nullish(),
  address: address.nullish(),
  gender: text,
  period: period.nullish(),
});

const patient = fhirTypes.patientResource.extend({
  extension: extensions,
  name: z.array(humanName).nullish(),
  _birthDate: z.looseObject({ extension: extensions }).nullish(),
  maritalStatus: codeableConcept.nullish(),
  multipleBirthBoolean: z.boolean().nullish(),
  multipleBirthInteger: z.number().nullish(),
  contact: z.array(contact).nullish(),
  generalPractitioner: targets,
});

const person = {
  identifier: identifiers,
  name: z.array(humanName).nullish(),
  telecom: z.array(contactPoint).nullish(),
  address: z.array(address).nullish(),
} as const;

const practitioner = z.looseObject({ resourceType: z.literal("Practitioner"), ...person });

const practitionerRole = z.looseObject({
  resourceType: z.literal("PractitionerRole"),
  practitioner: target.nullish(),
  organization: target.nullish(),
  code: concepts,
});

const relatedPerson = z.looseObject({
  resourceType: z.literal("RelatedPerson"),
  ...person,
  relationship: concepts,
  gender: text,
  birthDate: text,
  period: period.nullish(),
});

const organization = z.looseObject({
  resourceType: z.literal("Organization"),
  identifier: identifiers,
  name: text,
  telecom: z.array(contactPoint).nullish(),
  address: z.array(address).nullish(),
});

const device = z.looseObject({
  resourceType: z.literal("Device"),
  identifier: identifiers,
  deviceName: z.array(z.looseObject({ name: text })).nullish(),
});

const location = z.looseObject({
  resourceType: z.literal("Location"),
  identifier: identifiers,
  name: text,
  physicalType: codeableConcept.nullish(),
  partOf: reference.nullish(),
});

const encounter = z.looseObject({
  resourceType: z.literal("Encounter"),
  identifier: identifiers,
  status: text,
  class: coding.nullish(),
  type: concepts,
  serviceType: codeableConcept.nullish(),
  participant: z.array(z.looseObject({ type: concepts, individual: target.nullish() })).nullish(),
  period: period.nullish(),
  reasonCode: concepts,
  hospitalization: z
    .looseObject({
      preAdmissionIdentifier: identifier.nullish(),
      admitSource: codeableConcept.nullish(),
      reAdmission: codeableConcept.nullish(),
      dietPreference: concepts,
      specialCourtesy: concepts,
      specialArrangement: concepts,
      dischargeDisposition: codeableConcept.nullish(),
      destination: target.nullish(),
    })
    .nullish(),
  location: z
    .array(z.looseObject({ location: target.nullish(), status: text, extension: extensions }))
    .nullish(),
  episodeOfCare: targets,
  account: targets,
  length: quantity.nullish(),
  priority: codeableConcept.nullish(),
  extension: extensions,
});

const account = z.looseObject({ resourceType: z.literal("Account"), identifier: identifiers });

const episodeOfCare = z.looseObject({
  resourceType: z.literal("EpisodeOfCare"),
  identifier: identifiers,
});

const serviceRequest = z.looseObject({
  resourceType: z.literal("ServiceRequest"),
  id: text,
  identifier: identifiers,
  requisition: identifier.nullish(),
  basedOn: targets,
  intent: text,
  extension: extensions,
  status: text,
  priority: text,
  category: concepts,
  code: codeableConcept.nullish(),
  locationCode: concepts,
  orderDetail: concepts,
  occurrenceDateTime: text,
  occurrencePeriod: period.nullish(),
  authoredOn: text,
  requester: target.nullish(),
  reasonCode: concepts,
  note: notes,
});

const specimen = z.looseObject({
  resourceType: z.literal("Specimen"),
  identifier: identifiers,
  accessionIdentifier: identifier.nullish(),
  parent: targets,
  status: text,
  type: codeableConcept.nullish(),
  receivedTime: text,
  collection: z
    .looseObject({
      collector: target.nullish(),
      collectedDateTime: text,
      collectedPeriod: period.nullish(),
      quantity: quantity.nullish(),
      method: codeableConcept.nullish(),
      bodySite: codeableConcept.nullish(),
    })
    .nullish(),
  container: z
    .array(
      z.looseObject({ type: codeableConcept.nullish(), additiveCodeableConcept: codeableConcept.nullish() }),
    )
    .nullish(),
  condition: concepts,
  note: notes,
});

const observation = fhirTypes.observationResource.extend({
  identifier: identifiers,
  interpretation: concepts,
  method: codeableConcept.nullish(),
  bodySite: codeableConcept.nullish(),
  performer: targets,
  device: target.nullish(),
  extension: extensions,
  _status: z.looseObject({ extension: extensions }).nullish(),
});

const diagnosticReport = z.looseObject({
  resourceType: z.literal("DiagnosticReport"),
  id: text,
  identifier: identifiers,
  status: text,
  category: concepts,
  code: codeableConcept.nullish(),
  effectiveDateTime: text,
  effectivePeriod: period.nullish(),
  issued: text,
  performer: targets,
  resultsInterpreter: targets,
  conclusion: text,
  presentedForm: z.array(attachment).nullish(),
});

const appointment = z.looseObject({
  resourceType: z.literal("Appointment"),
  id: text,
  identifier: identifiers,
  status: text,
  cancelationReason: codeableConcept.nullish(),
  serviceType: concepts,
  appointmentType: codeableConcept.nullish(),
  reasonCode: concepts,
  start: text,
  end: text,
  minutesDuration: z.number().int().positive().nullish(),
  comment: text,
  priority: z.number().nullish(),
  basedOn: targets,
  participant: z
    .array(z.looseObject({ actor: target.nullish(), type: concepts, status: text, period: period.nullish() }))
    .nullish(),
});

const documentReference = z.looseObject({
  resourceType: z.literal("DocumentReference"),
  id: text,
  masterIdentifier: identifier.nullish(),
  identifier: identifiers,
  status: text,
  docStatus: text,
  type: codeableConcept.nullish(),
  date: text,
  author: targets,
  authenticator: target.nullish(),
  description: text,
  securityLabel: concepts,
  content: z.array(z.looseObject({ attachment: attachment.nullish() })).nullish(),
  context: z.looseObject({ period: period.nullish(), related: targets }).nullish(),
  relatesTo: z.array(z.looseObject({ code: text, target: target.nullish() })).nullish(),
});

const parts = {
  Patient: patient,
  Practitioner: practitioner,
  PractitionerRole: practitionerRole,
  RelatedPerson: relatedPerson,
  Organization: organization,
  Device: device,
  Location: location,
  Encounter: encounter,
  Account: account,
  EpisodeOfCare: episodeOfCare,
  ServiceRequest: serviceRequest,
  Specimen: specimen,
  Observation: observation,
  DiagnosticReport: diagnosticReport,
  Appointment: appointment,
  DocumentReference: documentReference,
} as const;

export type Kind = keyof typeof parts;
export type Parts<Type extends Kind> = z.output<(typeof parts)[Type]>;
export type Target = z.output<typeof target>;
export type Extension = z.output<typeof extension>;
export type HumanName = z.output<typeof humanName>;
export type Attachment = z.output<typeof attachment>;

const partsByKind: { readonly [Type in Kind]: z.ZodType<Parts<Type>> } = parts;

/** The resource's parts. Throws `mapping_failed`, which names the elements that do not follow FHIR. */
export function partsOf<Type extends Kind>(type: Type, resource: FhirJson): Parts<Type> {
  return parseResource(partsByKind[type], resource);
}
