/** A record as the head of a row. Pure. */
import { observationSchema, patientSchema, patientTitle, type RecordEntity } from "./schema";

/** Whom or what a record is about: a patient's name, an observation's code. */
export function titleOf(entity: RecordEntity, data: unknown): string {
  switch (entity) {
    case "patients":
      return patientTitle(patientSchema.parse(data));
    case "observations": {
      const { code } = observationSchema.parse(data);
      return code.display ?? code.code ?? entity;
    }
  }
}
