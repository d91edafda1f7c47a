/** A message as FHIR R4, by the HL7 v2-to-FHIR implementation guide (build.fhir.org/ig/HL7/v2-to-fhir). */
import type { Message } from "../message";
import { Conversion } from "./conversion";
import type { ConvertedMessage } from "./converted";
import type { Sender } from "./data-types";
import { familyOf } from "./families";
import { type Group, grouped } from "./groups";
import { addMessageHeader, addProvenance } from "./header";

/** What is about the message, the query that it answers, or known to its sender alone; and what README.md leaves out. */
const unread = /^(MSH|EVN|SFT|UAC|MSA|ERR|QAK|QID|QPD|QRD|QRF|RCP|DSC|ADD|BLG|CON|CTI|FT1|GOL|PTH|Z..)$/;

/** What came before all that it belongs to, or in a message of a type that has no place for it: once for each name. */
function tellUnplaced(conversion: Conversion, { segments }: Group): void {
  const unplaced = segments.filter(({ name }) => !unread.test(name));
  for (const [first, ...others] of Map.groupBy(unplaced, ({ name }) => name).values()) {
    const more = others.length > 0 ? `, nor are ${others.length} more of them` : "";
    const message = `A message of this type has no place for it there, so it is not read${more}.`;
    if (first) conversion.note(first, undefined, message);
  }
}

/** What a message says. Of a type that is not known it is the header, and what its patient and visit segments say. */
export function convertMessage(message: Message, sender: Sender): ConvertedMessage {
  const conversion = new Conversion(message, sender);
  const family = familyOf(conversion.code, conversion.event);
  const groups = grouped(message.segments, family.groups);
  family.convert(conversion, groups);
  tellUnplaced(conversion, groups);
  const [msh] = message.segments;
  const header = msh && addMessageHeader(conversion, msh);
  const event = message.segment("EVN");
  if (header && event) addProvenance(conversion, event, header);
  return conversion.end();
}
