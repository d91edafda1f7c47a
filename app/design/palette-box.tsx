"use client";

import { MessageSquareText, Play, ShieldCheck, User } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CommandPalette, PaletteList } from "@/components/ui/command-palette";
import type { PaletteGroup } from "@/components/ui/palette-search";
import { Box } from "./box";

const groups: readonly PaletteGroup[] = [
  {
    heading: "Patients",
    items: [
      {
        id: "adaeze",
        icon: User,
        label: "Okafor, Adaeze",
        detail: "MRN 4471902, 17 Mar 1984",
        badge: { tone: "ask", text: "Conflict" },
        href: "/design",
      },
      { id: "chidi", icon: User, label: "Okafor, Chidi", detail: "MRN 4468811, 2 Jun 2011", href: "/design" },
    ],
  },
  {
    heading: "Messages",
    items: [
      {
        id: "result",
        icon: MessageSquareText,
        label: "Lab result for Okafor, Adaeze",
        detail: "10:38, failed",
        href: "/design",
      },
    ],
  },
  {
    heading: "Do",
    items: [
      {
        id: "sync",
        icon: Play,
        label: "Sync one patient: Okafor, Adaeze",
        keys: ["mod", "S"],
        href: "/design",
      },
      { id: "trail", icon: ShieldCheck, label: "Who opened Okafor, Adaeze", href: "/design" },
    ],
  },
];

export function PaletteBox() {
  const [open, setOpen] = useState(false);
  return (
    <Box title="Command palette" flush>
      <div className="border-line border-t bg-raised">
        <PaletteList groups={groups} initialQuery="okaf" onClose={() => undefined} />
      </div>
      <div className="border-line border-t px-4 py-3">
        <Button size="sm" keys={["mod", "K"]} onClick={() => setOpen(true)}>
          Open it
        </Button>
        <CommandPalette open={open} onOpenChange={setOpen} groups={groups} />
      </div>
    </Box>
  );
}
