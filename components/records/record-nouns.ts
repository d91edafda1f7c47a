/** What records of each entity are called, and which stand together. */
import {
  BookHeart,
  CalendarDays,
  DoorOpen,
  FileText,
  FlaskConical,
  IdCard,
  type LucideIcon,
  NotebookPen,
  Pill,
  Ruler,
  Stethoscope,
} from "lucide-react";
import type { RecordEntity } from "@/lib/records/schema";

export type RecordNoun = { one: string; many: string; icon: LucideIcon };

export const recordNouns: Readonly<Record<RecordEntity, RecordNoun>> = {
  patients: { one: "patient", many: "patients", icon: IdCard },
  practitioners: { one: "practitioner", many: "practitioners", icon: Stethoscope },
  appointments: { one: "appointment", many: "appointments", icon: CalendarDays },
  encounters: { one: "encounter", many: "encounters", icon: DoorOpen },
  conditions: { one: "condition", many: "conditions", icon: BookHeart },
  observations: { one: "observation", many: "observations", icon: Ruler },
  diagnostic_reports: { one: "diagnostic report", many: "diagnostic reports", icon: FlaskConical },
  documents: { one: "document", many: "documents", icon: FileText },
  medication_requests: { one: "medication request", many: "medication requests", icon: NotebookPen },
  medications: { one: "medication", many: "medications", icon: Pill },
};

export type RecordGroup = { label: string; entities: readonly [RecordEntity, ...RecordEntity[]] };

/** The kinds of records by what people come for, in the order of use. */
export const recordGroups: readonly RecordGroup[] = [
  { label: "People", entities: ["patients", "practitioners"] },
  { label: "Visits", entities: ["appointments", "encounters"] },
  { label: "Findings", entities: ["conditions", "observations", "diagnostic_reports", "documents"] },
  { label: "Medication", entities: ["medication_requests", "medications"] },
];

/** Every entity, in the order of the groups. */
export const groupedEntities = recordGroups.flatMap(({ entities }) => entities);

/** "Diagnostic reports", for heads and links. */
export function capitalized(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
