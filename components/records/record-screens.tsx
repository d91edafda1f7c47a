"use client";

import type { RecordEntity } from "@/lib/records/schema";
import { observationKind } from "./observation-kind";
import { patientKind } from "./patient-kind";
import { RecordBrowser } from "./record-browser";
import type { RecordKind } from "./record-kind";
import { RecordPage } from "./record-page";
import type { RecordEnvelope } from "./record-shapes";

/** The list of an entity, or with an id one record of it. */
export function RecordScreen({ entity, id }: { entity: RecordEntity; id?: string }) {
  switch (entity) {
    case "patients":
      return <ScreenOf kind={patientKind} id={id} />;
    case "observations":
      return <ScreenOf kind={observationKind} id={id} />;
  }
}

function ScreenOf<R extends RecordEnvelope>({ kind, id }: { kind: RecordKind<R>; id?: string }) {
  return id === undefined ? <RecordBrowser kind={kind} /> : <RecordPage kind={kind} id={id} />;
}
