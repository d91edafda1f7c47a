"use client";

import { LogOut, Moon, PanelLeft } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { LiveState } from "@/components/live/live-state";
import { recordPlaces } from "@/components/records/record-places";
import { CommandPalette } from "@/components/ui/command-palette";
import type { PaletteGroup } from "@/components/ui/palette-search";
import { usePreference } from "@/components/ui/use-preference";
import { useShortcuts } from "@/components/ui/use-shortcuts";
import type { IntegrationPip } from "./integration-states";
import { type Attention, Navigation } from "./navigation";
import { visibleNavigation } from "./navigation-entries";
import { TabBar } from "./tab-bar";
import { useWorkspace } from "./workspace-context";

type WorkspaceProps = {
  onSignOut: () => void;
  /** The state of the live line; left out where nothing on the page is live. */
  live?: LiveState;
  pips?: readonly IntegrationPip[];
  attention?: Attention;
  /** What the palette offers beyond places and the choices of this device. */
  paletteGroups?: readonly PaletteGroup[];
  onPaletteQuery?: (query: string) => void;
  /** One Sheet. */
  children: ReactNode;
};

const nothing: Attention = {};

/** Navigation, sheet and palette around every screen of the workspace; needs a WorkspaceProvider around it. */
export function Workspace(props: WorkspaceProps) {
  const {
    onSignOut,
    live,
    pips = [],
    attention = nothing,
    paletteGroups = [],
    onPaletteQuery,
    children,
  } = props;
  const [searching, setSearching] = useState(false);
  const ownGroups = useOwnPaletteGroups(onSignOut);
  const toggleRail = useToggleRail();
  useShortcuts({ "mod+k": () => setSearching(true), "[": toggleRail });
  return (
    <div className="grid h-dvh grid-cols-[220px_minmax(0,1fr)] max-sm:grid-cols-[minmax(0,1fr)] max-sm:grid-rows-[minmax(0,1fr)_auto] rail:grid-cols-[56px_minmax(0,1fr)] print:block print:h-auto">
      <a
        href="#main"
        className="sr-only z-(--z-palette) rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the work
      </a>
      <Navigation
        attention={attention}
        live={live}
        pips={pips}
        onSearch={() => setSearching(true)}
        onSignOut={onSignOut}
      />
      {children}
      <TabBar attention={attention} live={live} onSignOut={onSignOut} />
      <CommandPalette
        open={searching}
        onOpenChange={setSearching}
        groups={[...paletteGroups, ...ownGroups]}
        onQueryChange={onPaletteQuery}
      />
    </div>
  );
}

function useToggleRail(): () => void {
  const [navigation, setNavigation] = usePreference("navigation");
  return () => setNavigation(navigation === "rail" ? "full" : "rail");
}

/** Places to go, and what the user menu offers. */
function useOwnPaletteGroups(onSignOut: () => void): PaletteGroup[] {
  const { permissions } = useWorkspace();
  const [, setTheme] = usePreference("theme");
  const toggleRail = useToggleRail();
  const places = visibleNavigation(permissions).flatMap(({ entries }) =>
    entries.map(({ label, icon, href }) => ({ id: href, label, icon, href })),
  );
  const isDark = () => document.documentElement.dataset.theme === "dark";
  return [
    { heading: "Go to", items: places },
    { heading: "Records", items: permissions.includes("records:read") ? recordPlaces : [] },
    {
      heading: "Do",
      items: [
        {
          id: "theme",
          icon: Moon,
          label: "Change theme",
          onSelect: () => setTheme(isDark() ? "light" : "dark"),
        },
        { id: "rail", icon: PanelLeft, label: "Fold the navigation", keys: ["["], onSelect: toggleRail },
        { id: "sign-out", icon: LogOut, label: "Sign out", onSelect: onSignOut },
      ],
    },
  ];
}
