import { describe, expect, it } from "vitest";
import { keyPermissions } from "./api-key-look-up";
import { permissions, permissionsOf, roles } from "./permissions";

describe("the permission table", () => {
  it("gives an admin every right, and nobody else those over people, keys, limits and the trail", () => {
    expect(permissionsOf("admin")).toEqual(permissions);
    const guarded = [
      "users:manage",
      "keys:manage",
      "limits:manage",
      "audit:read",
      "integrations:write",
      "webhooks:write",
      "channels:write",
    ];
    for (const role of roles.filter((name) => name !== "admin")) {
      expect(permissionsOf(role).filter((permission) => guarded.includes(permission))).toEqual([]);
    }
  });

  it("gives drivers and dispatchers no patient data", () => {
    for (const role of ["driver", "dispatcher"] as const) {
      expect(permissionsOf(role).filter((permission) => permission.startsWith("records:"))).toEqual([]);
    }
  });
});

describe("a key's rights", () => {
  it("are those of its role, narrowed by scopes, and never more than either", () => {
    expect(keyPermissions("integration", [])).toEqual(permissionsOf("integration"));
    expect(keyPermissions("integration", ["records:read", "users:manage"])).toEqual(["records:read"]);
    expect(keyPermissions(undefined, ["records:read", "no:such"])).toEqual(["records:read"]);
    expect(keyPermissions(undefined, [])).toEqual([]);
  });
});
