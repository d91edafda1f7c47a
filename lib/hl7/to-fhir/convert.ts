/** A message as FHIR R4, by the HL7 v2-to-FHIR implementation guide (build.fhir.org/ig/HL7/v2-to-fhir). */
import type { Message } from "../message";
import { Conversion } from "./conversion";
import type { ConvertedMessage } from "./converted";
import type { Sender } from "./data-types";
import { familyOf } from "./families";
import { grouped } from "./groups";
import { addMessageHeader, addProvenance } from "./header";

/** What a message says. Of a type that is not known it is the header, and what its patient and visit segments say. */
export function convertMessage(message: Message, sender: Sender): ConvertedMessage {
  const conversion = new Conversion(message, sender);
  const family = familyOf(conversion.code, conversion.event);
  family.convert(conversion, grouped(message.segments, family.groups));
  const [msh] = message.segments;
  const header = msh && addMessageHeader(conversion, msh);
  const event = message.segment("EVN");
  if (header && event) addProvenance(conversion, event, header);
  return conversion.end();
}
