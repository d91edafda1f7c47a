/** ERR as issues of an OperationOutcome (guide: ERR[OperationOutcome]). */
import type { FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Conversion, Reference } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { meaningOf, type Table } from "./table";

/** Table 0516. */
const severities: Table = { I: "information", W: "warning", E: "error", F: "fatal" };

/** Table 0357, as far as FHIR tells one from another. */
const issueTypes: Table = {
  "0": "informational",
  "100": "structure",
  "101": "required",
  "102": "value",
  "103": "code-invalid",
  "104": "too-long",
  "200": "not-supported",
  "201": "not-supported",
  "202": "not-supported",
  "203": "not-supported",
  "204": "not-found",
  "205": "duplicate",
  "206": "lock-error",
  "207": "exception",
};

/** ERL: a place in the message that is answered, such as `PID(1)-3(2).1`. */
function placeOf(value: Repetition): string | undefined {
  const [segment, nth, field, repetition, component, subcomponent] = [1, 2, 3, 4, 5, 6].map((part) =>
    value.text(part),
  );
  if (segment === undefined) return undefined;
  const within = [component, subcomponent].filter(Boolean).map((part) => `.${part}`);
  return [
    segment,
    nth && `(${nth})`,
    field && `-${field}`,
    field && repetition && `(${repetition})`,
    ...(field ? within : []),
  ]
    .filter(Boolean)
    .join("");
}

/** Until 2.4 the place and the code stood in one field (ERR-1). */
function oldCodeOf(err: FieldReader): FhirJson | undefined {
  const [code, display] = [err.text(1, 4), err.text(1, 4, 2)];
  return code === undefined ? undefined : element({ code, display });
}

function issueOf(err: FieldReader): FhirJson {
  const code = err.concept(3, "0357");
  const application = err.concept(5);
  const coding = [
    ...(code?.coding ?? []),
    ...(application?.coding ?? []),
    ...(entries([oldCodeOf(err)]) ?? []),
  ];
  const places = err.each(2, placeOf) ?? err.each(1, placeOf);
  const type = meaningOf(issueTypes, err.text(3) ?? err.text(1, 4));
  const severity = meaningOf(severities, err.code(4));
  return {
    severity: severity ?? (type === "informational" ? "information" : "error"),
    code: type ?? "processing",
    ...element<FhirJson>({
      details: element({ coding, text: err.plainText(8) ?? code?.text ?? application?.text }),
      diagnostics: err.plainText(7),
      location: places,
    }),
  };
}

/** What an answer says is wrong; undefined where it says nothing. `text` is what it says where no segment does (MSA-3). */
export function addOutcome(
  conversion: Conversion,
  text: string | undefined,
  isGood: boolean,
): Reference | undefined {
  const told = conversion.message.all("ERR").map((segment) => issueOf(conversion.read(segment)));
  const alone = {
    severity: isGood ? "information" : "error",
    code: isGood ? "informational" : "processing",
    details: { text },
  };
  const issue = told.length > 0 ? told : text === undefined ? [] : [alone];
  if (issue.length === 0) return undefined;
  return conversion.add("OperationOutcome", conversion.idOf("OperationOutcome", undefined), { issue });
}
