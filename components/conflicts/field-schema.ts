/** What the schema of an entity says of one of its fields. */
import { z } from "zod";
import { entitySchemas, isRecordEntity } from "@/lib/records/schema";

/** A schema as it is declared on its own, without what allows it to be empty. */
export function bareSchema(schema: unknown): unknown {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    return bareSchema(schema.unwrap());
  }
  return schema;
}

/** The schema of a field with what allows it to be empty; null where the entity has no such field. */
export function schemaOfField(entity: string, path: string): z.ZodType | null {
  if (!isRecordEntity(entity)) return null;
  const shape: Readonly<Record<string, z.ZodType>> = entitySchemas[entity].shape;
  return shape[path] ?? null;
}
