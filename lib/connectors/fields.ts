/** The fields of a connector's settings: what the form shows, and which of them are sealed. */
import { z } from "zod";

interface FieldWords {
  readonly title: string;
  readonly description: string;
}

/** A text that is sealed when saved and never shown again. */
export function secretField(words: FieldWords) {
  return z
    .string()
    .trim()
    .min(1)
    .meta({ ...words, secret: true });
}

/** A field that may be left empty: an empty text of a form means that nothing is set. */
export function optionalField<Field extends z.ZodType>(field: Field) {
  return z.preprocess((value) => (value === "" ? undefined : value), field.optional());
}

export const webAddress = z.url({
  protocol: /^https?$/,
  error: "Write a whole address, such as https://…",
});

const drawnSchema = z.object({
  properties: z.record(
    z.string(),
    z.looseObject({
      title: z.string().optional(),
      description: z.string().optional(),
      secret: z.boolean().optional(),
    }),
  ),
  required: z.array(z.string()).default([]),
});

interface SettingsField {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly secret: boolean;
  readonly required: boolean;
}

/** A settings schema in JSON Schema, as a person's input is checked by it. */
export function settingsSchema(config: z.ZodType) {
  return z.toJSONSchema(config, { io: "input", unrepresentable: "any" });
}

/** The fields of a settings schema, in the order of its declaration. */
export function settingsFields(config: z.ZodType): SettingsField[] {
  const drawn = drawnSchema.parse(settingsSchema(config));
  return Object.entries(drawn.properties).map(([name, field]) => ({
    name,
    title: field.title ?? name,
    description: field.description,
    secret: field.secret === true,
    required: drawn.required.includes(name),
  }));
}
