/** What routes and screens say of people, keys and the one who asks. Safe to import in the browser. */
import { z } from "zod";
import { maxPasswordLength, minPasswordLength } from "./password-length";
import { type Permission, permissions, roles } from "./permissions";

export { type Permission, permissions, type Role, roles } from "./permissions";

export const roleSchema = z.enum(roles);
const permissionSchema = z.enum(permissions as [Permission, ...Permission[]]);

// Control characters have no place in a name and would break logs, CSV files and the database.
const name = z
  .string()
  .trim()
  .min(1, { error: "Write a name" })
  .max(120)
  .regex(/^\P{C}*$/u, { error: "Write the name without control characters" });

const time = z.iso.datetime();
const clinicIds = z
  .array(z.guid())
  .max(200)
  .meta({ description: "Clinics that clinic staff and drivers see" });
const password = z
  .string()
  .min(minPasswordLength, { error: `Use at least ${minPasswordLength} characters` })
  .max(maxPasswordLength);

export const userSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    clinicIds: z.array(z.string()),
    disabledAt: time.nullable(),
    lastSeenAt: time.nullable().meta({ description: "Last use of Carelane in a browser" }),
    createdAt: time,
  })
  .meta({ id: "User" });
export type UserView = z.infer<typeof userSchema>;

export const newUserSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email({ error: "Write a whole address, such as name@clinic.example" }).max(254)),
  name,
  role: roleSchema,
  /** Absent for people who come in through the organization's own provider alone. */
  password: password.optional(),
  clinicIds: clinicIds.default([]),
});
export type NewUser = z.infer<typeof newUserSchema>;

export const userChangeSchema = z.object({
  name: name.optional(),
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
  password: password.optional(),
  clinicIds: clinicIds.optional(),
});
export type UserChange = z.infer<typeof userChangeSchema>;

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema.nullable(),
    scopes: z.array(permissionSchema).meta({ description: "What the key may do" }),
    hint: z.string().meta({ description: "The last four characters" }),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof apiKeySchema>;

/** A key is either like a person of a role, or held to the scopes named; both narrow the role. */
export const newApiKeySchema = z
  .object({
    name,
    role: roleSchema
      .exclude(["clinic_staff", "driver"], {
        error: "A key belongs to no clinic: use another role, or scopes",
      })
      .optional(),
    scopes: z.array(permissionSchema).max(permissions.length).default([]),
    expiresAt: z.iso.datetime({ offset: true, error: "Write a time such as 2030-01-31T00:00:00Z" }).nullish(),
  })
  .refine((key) => key.role !== undefined || key.scopes.length > 0, {
    path: ["scopes"],
    error: "Choose a role or at least one scope",
  });
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().meta({ description: "The key itself, shown this once" }) })
  .meta({ id: "CreatedApiKey" });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

export const meSchema = z
  .object({
    user: z.object({ id: z.string(), email: z.string(), name: z.string(), role: roleSchema }).nullable(),
    key: z.object({ id: z.string(), name: z.string(), scopes: z.array(permissionSchema) }).nullable(),
    organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
    permissions: z.array(permissionSchema),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof meSchema>;
