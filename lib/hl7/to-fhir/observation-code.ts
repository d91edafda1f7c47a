/** OBX-3: what is observed. */
import type { FhirCodeableConcept } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { conceptFrom } from "./data-types";
import { element } from "./elements";
import type { FieldReader } from "./field-reader";

/** What stands behind the code, such as IMP of `93000&IMP`: which part of a study it is (HL7 v2.5.1, chapter 7.1.3). */
function suffixesOf(value: Repetition): string[] {
  const [first] = value.components();
  return (first ?? []).slice(1).flatMap((suffix) => suffix ?? []);
}

/**
 * What is observed. The code is of the system that the sender names; with its suffix it is a code of the sender's own
 * beside it, and the suffix stands in the text, so that the parts of a study read otherwise.
 */
export function observedCode(obx: FieldReader): FhirCodeableConcept | undefined {
  const value = obx.value(3);
  const suffixes = value ? suffixesOf(value) : [];
  if (!value || suffixes.length === 0) return obx.concept(3);
  const root = value.text(1);
  const concept = conceptFrom((part) => (part === 1 ? root : value.whole(part)), undefined, obx.sender);
  const code = [...(root === undefined ? [] : [root]), ...suffixes].join("&");
  const text = concept?.text === undefined ? code : `${concept.text} (${suffixes.join(", ")})`;
  return element<FhirCodeableConcept>({ ...concept, coding: [...(concept?.coding ?? []), { code }], text });
}

/** The same as one tells it from others by it: its code with its suffix, else what else names it. */
export function observedName(obx: FieldReader): string | undefined {
  return obx.whole(3) ?? obx.whole(3, 4) ?? obx.whole(3, 2) ?? obx.whole(3, 5);
}

/** What a page or a text is called by what it is of. */
export function titleOf(obx: FieldReader): string | undefined {
  const concept = observedCode(obx);
  return concept?.text ?? concept?.coding?.[0]?.code ?? undefined;
}
