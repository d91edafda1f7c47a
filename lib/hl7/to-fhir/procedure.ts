/** PR1 as a Procedure. */
import type { FhirJson } from "@/lib/fhir";
import type { Conversion, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { participationsIn } from "./participation";
import { addPractitioner } from "./people";

/** Who did it, by the field that names them: surgeon, anaesthetist and whoever else. */
function performersOf(conversion: Conversion, pr1: FieldReader, group: Group): FhirJson[] {
  const named = [11, 8, 12].flatMap((field) =>
    pr1.values(field).map((value) => addPractitioner(conversion, value)),
  );
  const others = participationsIn(conversion, group.all("ROL", "PRT")).map(({ who, role }) => {
    return who && { ...element({ function: role }), actor: who };
  });
  return [...(entries(named) ?? []).map((actor) => ({ actor })), ...(entries(others) ?? [])];
}

/** A procedure that was done, of a group that PR1 opens. */
export function addProcedure(
  conversion: Conversion,
  group: Group,
  patient: Reference,
  encounter: Reference | undefined,
  owner: string,
): void {
  const [segment] = group.segments;
  if (!segment) return;
  const pr1 = conversion.read(segment);
  const code = pr1.concept(3);
  const description = pr1.plainText(4);
  if (!code && description === undefined) return;
  const number = pr1.value(19);
  const identifier = number && entityIdentifierOf(number, undefined, conversion.sender);
  const identity = identifier
    ? ["number", identifier.system, identifier.value]
    : [owner, pr1.whole(3) ?? description, pr1.text(5)];
  const isDeleted = pr1.code(20) === "D";
  conversion.add(
    "Procedure",
    conversion.idOf("Procedure", identity),
    {
      identifier: entries([identifier]),
      status: isDeleted ? "entered-in-error" : undefined,
      category: pr1.concept(6, "0230"),
      code: description === undefined ? code : { ...code, text: description },
      subject: patient,
      encounter,
      performedDateTime: pr1.dateTime(5),
      performer: performersOf(conversion, pr1, group),
      reasonCode: pr1.concepts(15),
    },
    { assumed: { status: "completed" }, isDeleted },
  );
}
