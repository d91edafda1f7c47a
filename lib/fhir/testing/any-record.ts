/** Records of any content that their schema allows and FHIR can say: for property tests. */
import fc from "fast-check";
import { z } from "zod";
import { codedSchema } from "@/lib/records/schema";
import { codedFrom, codingOf } from "../coding";
import { isSame } from "../field";

const times = ["2020", "2020-05", "2020-05-01", "2020-05-01T10:00:00Z", "2021-12-31T23:59:59.5+02:00"];
const words = fc.oneof(fc.constantFrom("official", "home", "old", "LAB"), fc.string({ minLength: 1 }));

function anyText(schema: z.ZodType): fc.Arbitrary<unknown> {
  const candidates = fc.oneof(words, fc.constantFrom(...times), fc.uuid());
  return candidates.filter((text) => {
    const parsed = schema.safeParse(text);
    return parsed.success && parsed.data === text;
  });
}

function saysSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(saysSomething);
  if (typeof value === "object" && value !== null) return Object.values(value).some(saysSomething);
  return value !== null && value !== undefined;
}

/** A concept of FHIR has no first coding: of a code with translations the one that is known best speaks for it. */
function isKnownBest(value: unknown): boolean {
  const coded = codedSchema.safeParse(value).data;
  if (!coded?.translations) return true;
  return isSame(codedFrom({ coding: [coded, ...coded.translations].map(codingOf) }), coded);
}

function anyObject(shape: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const parts = Object.entries(shape).map(([key, part]) => [key, anyOf(part)]);
  return fc.record(Object.fromEntries(parts)).filter(isKnownBest);
}

/** Any value of `schema`. FHIR has no empty entries of lists, no empty codes and no empty texts. */
export function anyOf(schema: unknown): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodDefault) return anyOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) return fc.option(anyOf(schema.unwrap()).filter(saysSomething));
  if (schema instanceof z.ZodOptional) {
    return fc.option(anyOf(schema.unwrap()).filter(saysSomething), { nil: undefined });
  }
  if (schema instanceof z.ZodArray) {
    return fc.array(anyOf(schema.element).filter(saysSomething), { maxLength: 3 });
  }
  if (schema instanceof z.ZodObject) return anyObject(schema.shape);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(anyOf));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.integer({ min: 1, max: 99 });
  if (schema instanceof z.ZodType) return anyText(schema);
  throw new Error("This kind of schema has no arbitrary yet.");
}
