/** A record as the head of a row. Pure. */
import { z } from "zod";
import {
  codedSchema,
  nameInLists,
  patientName,
  patientSchema,
  patientTitle,
  type RecordEntity,
} from "./schema";

/** What other records are called by, in this order: their code, what kind they are, their name. */
const named = z.object({
  code: codedSchema.nullish(),
  medication: codedSchema.nullish(),
  type: codedSchema.nullish(),
  description: z.string().nullish(),
  names: z.array(patientName).nullish(),
});

/** Whom or what a record is about: a patient's name, an observation's code. */
export function titleOf(entity: RecordEntity, data: unknown): string {
  if (entity === "patients") return patientTitle(patientSchema.parse(data));
  const { code, medication, type, description, names } = named.safeParse(data).data ?? {};
  const coded = [code, medication, type].flatMap((one) => one?.display ?? one?.code ?? []);
  const [name] = names ?? [];
  if (name) return nameInLists(name);
  return coded[0] ?? description ?? entity.replaceAll("_", " ");
}
