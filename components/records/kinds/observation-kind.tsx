"use client";

import { Unknown } from "@/components/ui/fact-list";
import { observationSchema } from "@/lib/records/schema";
import { type ObservationRecord, recordOf } from "../record-shapes";
import { choice, nameColumn, patientColumn, statusColumn, timeColumn, updatedColumn } from "./columns";
import { ObservationFacts } from "./observation-facts";
import { valueInLists } from "./observation-words";
import type { RecordKind } from "./record-kind";

export const observationKind: RecordKind<ObservationRecord> = {
  entity: "observations",
  schema: recordOf(observationSchema),
  searchPlaceholder: "What was observed, or its code",
  columns: [
    nameColumn("What"),
    {
      id: "value",
      head: "Value",
      width: "18%",
      phone: "state",
      className: "tabular-nums max-sm:text-right",
      show: ({ data }) => valueInLists(data) ?? <Unknown>no value</Unknown>,
    },
    patientColumn,
    timeColumn("Observed", ({ data }) => data.effectiveAt),
    { ...statusColumn, secondary: true, phone: undefined },
    updatedColumn,
  ],
  choices: [
    choice(
      "category",
      "Category",
      "vital-signs",
      "laboratory",
      "imaging",
      "exam",
      "survey",
      "social-history",
    ),
    choice("status", "Status", "registered", "preliminary", "final", "amended", "corrected", "cancelled"),
  ],
  happenedAt: ({ data }) => data.effectiveAt,
  Outcome: ({ record }) => <span className="tabular-nums">{valueInLists(record.data) ?? "No value"}</span>,
  Line: ({ record }) => valueInLists(record.data) ?? "No value",
  Facts: ObservationFacts,
};
