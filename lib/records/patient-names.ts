/** Whom records are about, by name. */
import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { type NamedPatient, patientTitle } from "./schema";

const pointing = z.object({ patientId: z.guid() });

/** The id of the patient that a record's data points to. */
export function patientIdOf(data: unknown): string | undefined {
  return pointing.safeParse(data).data?.patientId;
}

/**
 * The names of the patients these rows point to, by id: one statement whatever the number of rows. A patient the
 * reader may not see is not among them, as row-level security hides the row.
 */
export async function patientNamesOf(
  tx: Tx,
  rows: readonly { readonly data: unknown }[],
): Promise<Map<string, string>> {
  const ids = new Set(rows.flatMap((row) => patientIdOf(row.data) ?? []));
  if (ids.size === 0) return new Map();
  const patients = await tx.query<NamedPatient & { id: string }>(
    `select id, data ->> 'lastName' as "lastName", data ->> 'firstName' as "firstName",
            data ->> 'middleName' as "middleName", data -> 'names' as names
       from entity_records where id = any($1::uuid[]) and entity = 'patients'`,
    [[...ids]],
  );
  return new Map(patients.map((patient) => [patient.id, patientTitle(patient)]));
}
