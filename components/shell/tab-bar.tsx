"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { LiveIndicator } from "@/components/live/live-indicator";
import type { LiveState } from "@/components/live/live-state";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { StatusShape } from "@/components/ui/status-shape";
import type { Attention } from "./navigation";
import { isWithin, type NavigationEntry, visibleNavigation } from "./navigation-entries";
import { UserMenuItems } from "./user-menu";
import { useWorkspace } from "./workspace-context";

const item =
  "relative grid justify-items-center gap-0.5 pt-1.5 pb-1 text-2xs/3.5 font-medium text-ink-3 aria-[current]:text-accent-ink [&>.lucide]:size-5";

type TabBarProps = { attention: Attention; live?: LiveState; onSignOut: () => void };

/** The phone's navigation: four places within the thumb's reach, and More for the rest; above it what is not live. */
export function TabBar({ attention, live, onSignOut }: TabBarProps) {
  const { permissions } = useWorkspace();
  const entries = visibleNavigation(permissions).flatMap((group) => group.entries);
  return (
    <div className="border-line border-t bg-sheet sm:hidden print:hidden">
      {live && live.mode !== "live" ? (
        <div className="border-line border-b px-3.5 py-1.5">
          <LiveIndicator {...live} />
        </div>
      ) : null}
      <nav aria-label="Main" className="grid grid-cols-5 px-1 pt-1 pb-[max(8px,env(safe-area-inset-bottom))]">
        {entries.slice(0, 4).map((entry) => (
          <Tab key={entry.href} entry={entry} needs={attention[entry.section]} />
        ))}
        <MoreMenu entries={entries.slice(4)} onSignOut={onSignOut} />
      </nav>
    </div>
  );
}

type TabProps = { entry: NavigationEntry; needs: Attention[string] };

function Tab({ entry: { label, icon: Icon, href, section }, needs }: TabProps) {
  const isCurrent = isWithin(section, usePathname());
  return (
    <Link href={href} aria-current={isCurrent ? "page" : undefined} className={item}>
      <Icon />
      {label}
      {needs ? (
        <StatusShape shape={needs.shape} className="absolute top-0.5 left-[calc(50%+8px)] size-3" />
      ) : null}
    </Link>
  );
}

type MoreMenuProps = { entries: readonly NavigationEntry[]; onSignOut: () => void };

function MoreMenu({ entries, onSignOut }: MoreMenuProps) {
  const router = useRouter();
  return (
    <Menu
      side="top"
      trigger={
        <button type="button" className={`${item} col-start-5`}>
          <MenuIcon />
          More
        </button>
      }
    >
      {entries.map(({ label, icon, href }) => (
        <MenuItem key={href} icon={icon} onSelect={() => router.push(href)}>
          {label}
        </MenuItem>
      ))}
      {entries.length > 0 ? <MenuLine /> : null}
      <UserMenuItems onSignOut={onSignOut} />
    </Menu>
  );
}
