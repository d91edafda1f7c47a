import {
  BookOpen,
  Braces,
  IdCard,
  KeyRound,
  type LucideIcon,
  MessageSquareText,
  Plug,
  RefreshCw,
  ShieldCheck,
  Users,
  Waypoints,
} from "lucide-react";

export type NavigationEntry = {
  label: string;
  icon: LucideIcon;
  href: string;
  /** Addresses that belong to the entry begin with this. */
  section: string;
  /** Without it the entry is not shown; null means everybody. */
  permission: string | null;
};

export type NavigationGroup = { heading: string; entries: readonly NavigationEntry[] };

/** The workspace by task, in the order of use. An entry is added together with its page. */
export const navigation: readonly NavigationGroup[] = [
  {
    heading: "Data",
    entries: [
      { label: "Sync", icon: RefreshCw, href: "/sync", section: "/sync", permission: "sync:read" },
      {
        label: "Records",
        icon: IdCard,
        href: "/records/patients",
        section: "/records",
        permission: "records:read",
      },
      {
        label: "Messages",
        icon: MessageSquareText,
        href: "/messages",
        section: "/messages",
        permission: "messages:read",
      },
      {
        label: "Channels",
        icon: Waypoints,
        href: "/channels",
        section: "/channels",
        permission: "channels:read",
      },
      {
        label: "Integrations",
        icon: Plug,
        href: "/integrations",
        section: "/integrations",
        permission: "integrations:read",
      },
    ],
  },
  {
    heading: "Operate",
    entries: [
      {
        label: "Audit trail",
        icon: ShieldCheck,
        href: "/admin/audit",
        section: "/admin/audit",
        permission: "audit:read",
      },
      {
        label: "People",
        icon: Users,
        href: "/admin/users",
        section: "/admin/users",
        permission: "users:manage",
      },
      {
        label: "API keys",
        icon: KeyRound,
        href: "/admin/keys",
        section: "/admin/keys",
        permission: "keys:manage",
      },
      {
        label: "FHIR clients",
        icon: Braces,
        href: "/admin/fhir-clients",
        section: "/admin/fhir-clients",
        permission: "keys:manage",
      },
      { label: "API reference", icon: BookOpen, href: "/docs/api", section: "/docs/api", permission: null },
    ],
  },
];

/** What this person may open; a group of which nothing is left goes too. */
export function visibleNavigation(permissions: readonly string[]): NavigationGroup[] {
  return navigation
    .map(({ heading, entries }) => ({
      heading,
      entries: entries.filter(({ permission }) => permission === null || permissions.includes(permission)),
    }))
    .filter(({ entries }) => entries.length > 0);
}

/** Whether an address lies within an entry: the section itself or below it, not one that merely begins alike. */
export function isWithin(section: string, pathname: string): boolean {
  return pathname === section || pathname.startsWith(`${section}/`);
}
