import type { PaletteItem } from "@/components/ui/palette-search";
import { capitalized, recordGroups, recordNouns } from "./record-nouns";

/** The list of every kind, as the palette offers it. */
export const recordPlaces: readonly PaletteItem[] = recordGroups.flatMap(({ label, entities }) =>
  entities.map((entity) => ({
    id: `records-${entity}`,
    icon: recordNouns[entity].icon,
    label: capitalized(recordNouns[entity].many),
    detail: label,
    href: `/records/${entity}`,
  })),
);
