/** Messages by what they are about: how their segments group, and what becomes of the groups. */
import { addAppointment, resourceShapes, scheduleShape } from "./appointment";
import { type Conversion, type Identity, idIn, type Reference } from "./conversion";
import { addDocument, isContent } from "./document";
import { entries } from "./elements";
import type { Group, GroupShape } from "./groups";
import { addImmunization, vaccinationShape } from "./immunization";
import { addObservation } from "./observation";
import {
  addOrderGroup,
  documentedOrderShape,
  orderOfSpecimenShape,
  orderShape,
  specimenShape,
} from "./order-group";
import { addPatientGroup, nobody, observationShape, patientShape, type Subject } from "./patient-group";
import { addProblem, problemShape } from "./problem";
import { addSpecimen } from "./specimen";
import { meaningOf } from "./table";

export interface Family {
  readonly groups: readonly GroupShape[];
  readonly convert: (conversion: Conversion, message: Group) => void;
}

/** Each patient with what stands in their group; what names no patient is nobody's. */
function eachPatient(
  conversion: Conversion,
  message: Group,
  rest: (group: Group, subject: Subject) => void,
): void {
  for (const group of message.of("patient")) rest(group, addPatientGroup(conversion, group));
  rest(message, nobody);
}

/** A24 says that two records may be of one patient, A37 that they are not. */
function linked(conversion: Conversion, [first, ...others]: readonly Reference[]): void {
  if (!first || (conversion.event !== "A24" && conversion.event !== "A37")) return;
  const isLinked = conversion.event === "A24";
  for (const other of others) {
    const link = isLinked ? [{ other: first, type: "seealso" }] : undefined;
    conversion.add("Patient", idIn(other), { link }, { cleared: isLinked ? [] : ["link"] });
  }
}

/** Problems, each with the orders that it led to; some senders tell of them at an admission. */
function addProblems(conversion: Conversion, group: Group, subject: Subject): void {
  for (const problem of group.of("problem")) {
    addProblem(conversion, problem, subject);
    for (const order of problem.of("order")) addOrderGroup(conversion, order, subject, { isResult: false });
  }
}

const admission: Family = {
  groups: [patientShape(problemShape)],
  convert: (conversion, message) => {
    const subjects = message.of("patient").map((group) => {
      const subject = addPatientGroup(conversion, group, conversion.event);
      addProblems(conversion, group, subject);
      return subject;
    });
    linked(conversion, entries(subjects.map(({ patient }) => patient)) ?? []);
  },
};

/** Messages that nobody here knows say of their patient what all do. */
const unknown: Family = {
  groups: [patientShape()],
  convert: (conversion, message) => {
    for (const group of message.of("patient")) addPatientGroup(conversion, group);
  },
};

function orders(isResult: boolean): Family {
  return {
    groups: [patientShape(documentedOrderShape), documentedOrderShape],
    convert: (conversion, message) => {
      eachPatient(conversion, message, (group, subject) => {
        for (const order of group.of("order")) addOrderGroup(conversion, order, subject, { isResult });
      });
    },
  };
}

const requests = orders(false);
const results = orders(true);

const specimenFirst: GroupShape = { ...specimenShape, groups: [orderOfSpecimenShape, observationShape] };

/** What tells results by specimen; other OUL messages do so by order. */
const bySpecimen: Family = {
  groups: [patientShape(specimenFirst), specimenFirst],
  convert: (conversion, message) => {
    eachPatient(conversion, message, (group, subject) => {
      for (const { specimen, group: one } of specimensIn(conversion, group, subject)) {
        for (const order of one.of("order"))
          addOrderGroup(conversion, order, subject, { isResult: true, specimen });
        for (const observation of one.of("observation")) {
          addObservation(conversion, observation, {
            subject: subject.patient,
            encounter: subject.encounter,
            owner: [idIn(specimen)],
            specimen,
          });
        }
      }
    });
  },
};

function specimensIn(conversion: Conversion, group: Group, { patient }: Subject) {
  return group.of("specimen").flatMap((one) => {
    const specimen = addSpecimen(conversion, one, { patient });
    return specimen ? [{ group: one, specimen }] : [];
  });
}

/** Vaccinations that were given, told by whoever gave them (VXU) or keeps a register of them (RSP). */
const vaccinations: Family = {
  groups: [patientShape(vaccinationShape)],
  convert: (conversion, message) => {
    for (const group of message.of("patient")) {
      const subject = addPatientGroup(conversion, group);
      for (const vaccination of group.of("vaccination")) addImmunization(conversion, vaccination, subject);
    }
  },
};

const problems: Family = {
  groups: [patientShape(problemShape)],
  convert: (conversion, message) => {
    for (const group of message.of("patient"))
      addProblems(conversion, group, addPatientGroup(conversion, group));
  },
};

const scheduling: Family = {
  groups: [scheduleShape, patientShape(), ...resourceShapes],
  convert: (conversion, message) => {
    const subjects = message.of("patient").map((group) => addPatientGroup(conversion, group));
    const patients = entries(subjects.map(({ patient }) => patient)) ?? [];
    for (const schedule of message.of("schedule")) {
      addAppointment(conversion, schedule, { patients, resources: message.of("resource") });
    }
  },
};

const documentShape: GroupShape = {
  name: "document",
  opens: ["TXA"],
  members: ["CON"],
  groups: [observationShape],
};

/** The orders of a document come before it, what it holds after. */
function addDocuments(conversion: Conversion, group: Group, subject: Subject): void {
  const ordered = group
    .of("order")
    .map((order) => addOrderGroup(conversion, order, subject, { isResult: false }));
  for (const document of group.of("document")) {
    const all = document.of("observation");
    const contents = all.filter(({ segments: [obx] }) => isContent(obx?.text(2)?.toUpperCase() ?? ""));
    const observations = all
      .filter((one) => !contents.includes(one))
      .map((one) =>
        addObservation(conversion, one, {
          subject: subject.patient,
          encounter: subject.encounter,
          owner: documentOwner(conversion, document),
        }),
      );
    addDocument(conversion, document, contents, {
      ...subject,
      related: entries([...ordered, ...observations]) ?? [],
    });
  }
}

/** What is observed in a document is the document's. */
function documentOwner({ message }: Conversion, document: Group): Identity {
  const [txa] = document.segments;
  return ["document", txa?.text(12) ?? message.segments[0]?.text(10)];
}

const documents: Family = {
  groups: [patientShape(orderShape, documentShape), orderShape, documentShape],
  convert: (conversion, message) => {
    eachPatient(conversion, message, (group, subject) => addDocuments(conversion, group, subject));
  },
};

const families: Readonly<Record<string, Family>> = {
  ADT: admission,
  ORM: requests,
  OML: requests,
  OMG: requests,
  OMI: requests,
  OMP: requests,
  RDE: requests,
  RDS: requests,
  RAS: requests,
  ORG: requests,
  ORI: requests,
  ORL: requests,
  ORR: requests,
  RRE: requests,
  ORU: results,
  OUL: bySpecimen,
  SIU: scheduling,
  MDM: documents,
  PPR: problems,
  VXU: vaccinations,
  RSP: vaccinations,
};

export function familyOf(code: string, event: string): Family {
  if (code === "OUL" && !["R22", "R23"].includes(event)) return results;
  return meaningOf(families, code) ?? unknown;
}
