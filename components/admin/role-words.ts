import { roleName } from "@/components/shell/person-name";
import type { SelectOption } from "@/components/ui/select";
import { type Role, roles } from "@/lib/auth/schema";

/** What a role is for, in one line. */
const purposes: Record<Role, string> = {
  admin: "everything, also people and keys",
  lab_staff: "records, syncs, integrations to read",
  clinic_staff: "records of their own clinics",
  dispatcher: "routes, drivers and pickups",
  driver: "their own route",
  integration: "for systems: records and syncs",
};

function optionOf(role: Role): SelectOption<Role> {
  return { value: role, label: roleName(role), detail: purposes[role] };
}

/** Roles a person may have. */
export const personRoles = roles.filter((role) => role !== "integration").map(optionOf);

const clinicRoles: readonly Role[] = ["clinic_staff", "driver"];

/** Roles a key may have: those that see the whole organization. */
export const keyRoles = roles.filter((role) => !clinicRoles.includes(role)).map(optionOf);
