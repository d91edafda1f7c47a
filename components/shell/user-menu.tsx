"use client";

import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuChoice, MenuItem, MenuLine } from "@/components/ui/menu";
import { usePreference } from "@/components/ui/use-preference";
import { initialsOf, roleName } from "./person-name";
import { useWorkspace } from "./workspace-context";

const themes = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

const densities = [
  { value: "regular", label: "Regular" },
  { value: "compact", label: "Compact" },
  { value: "relaxed", label: "Relaxed" },
] as const;

const singleKeys = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
] as const;

/** The choices of this device and the way out, for the navigation and for the phone's More. */
export function UserMenuItems({ onSignOut }: { onSignOut: () => void }) {
  const [theme, setTheme] = usePreference("theme");
  const [density, setDensity] = usePreference("density");
  const [shortcuts, setShortcuts] = usePreference("shortcuts");
  return (
    <>
      <MenuChoice label="Theme" options={themes} value={theme} onChange={setTheme} />
      <MenuLine />
      <MenuChoice label="Rows" options={densities} value={density} onChange={setDensity} />
      <MenuLine />
      <MenuChoice
        label="Single-key shortcuts"
        options={singleKeys}
        value={shortcuts}
        onChange={setShortcuts}
      />
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </>
  );
}

/** The person at the foot of the navigation, with the theme one press away. */
export function UserMenu({ onSignOut }: { onSignOut: () => void }) {
  const { user } = useWorkspace();
  const [, setTheme] = usePreference("theme");
  const changeTheme = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  return (
    <div className="flex items-center gap-1">
      <Menu
        align="start"
        side="top"
        trigger={
          <button
            type="button"
            aria-label={`${user.name}, ${roleName(user.role)}: your settings`}
            className="group flex h-9.5 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left hover:bg-ink/5 rail:justify-center rail:px-0"
          >
            <Avatar name={user.name} />
            <span className="min-w-0 flex-1 leading-3.75 rail:hidden">
              <span className="block truncate font-medium">{user.name}</span>
              <span className="block text-2xs/3.75 text-ink-3 group-hover:text-ink-2">
                {roleName(user.role)}
              </span>
            </span>
          </button>
        }
      >
        <UserMenuItems onSignOut={onSignOut} />
      </Menu>
      <IconButton
        icon={Moon}
        label="Change theme"
        size="sm"
        className="rail:hidden [&>.lucide]:size-3.5"
        onClick={changeTheme}
      />
    </div>
  );
}

/** Initials in a disc; the name stands beside it. */
export function Avatar({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 flex-none place-items-center rounded-full bg-selected-strong font-semibold text-[10px] text-accent-ink"
    >
      {initialsOf(name)}
    </span>
  );
}
