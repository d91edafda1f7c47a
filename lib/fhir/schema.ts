/** What callers send to be written as FHIR. Safe to import in the browser. */
import { z } from "zod";

export const eyeExamTypes = [
  "visual_acuity",
  "intraocular_pressure",
  "refraction",
  "pupil",
  "visual_field",
] as const;

export const eyes = ["left", "right", "both"] as const;

export const eyeExamSchema = z.object({
  type: z.enum(eyeExamTypes),
  value: z
    .union([z.number(), z.string().trim().min(1).max(1_000)])
    .describe("A number or words: 20/20, 16, -2.25, -2.25 -0.50 x 180, PERRLA, full"),
  eye: z.enum(eyes),
  date: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .describe("A day, or a time with seconds and offset"),
  notes: z.string().trim().min(1).max(10_000).nullish(),
});

export const eyeExamRequestSchema = z.object({
  patientId: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, { error: "Write an id as FHIR has them" }),
  exam: eyeExamSchema,
});

export type EyeExam = z.output<typeof eyeExamSchema>;
