"use client";

import { Unlink } from "lucide-react";
import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { UndoLinkDialog } from "./undo-link-dialog";
import type { WrongLink } from "./use-undo-link";

/** The button that parts what a system sent from the record, for those who may. */
export function UndoLink(wrong: WrongLink) {
  const [open, setOpen] = useState(false);
  const mayUndo = usePermission("conflicts:resolve");
  if (!mayUndo) return null;
  return (
    <>
      <Button size="sm" variant="ghost" icon={Unlink} className="-ml-2 mt-1" onClick={() => setOpen(true)}>
        Undo link…
      </Button>
      {open ? <UndoLinkDialog wrong={wrong} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
