"use client";

import { CircleStop, Copy, Download, RotateCcw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify, Toast } from "@/components/ui/toaster";
import { Box } from "./box";

const nothing = () => undefined;

const settled = {
  tone: "ok",
  title: "Conflict settled",
  detail: "Okafor, Adaeze. 4 fields sent to Riverbend",
  action: { label: "Undo", onClick: nothing },
} as const;

const refused = {
  tone: "bad",
  title: "Not saved",
  detail: "Somebody changed this record at 10:42",
  action: { label: "Compare", onClick: nothing },
} as const;

export function FloatingBox() {
  return (
    <Box title="Menus, tips, toasts">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Menu align="start" trigger={<Button>Job</Button>}>
          <MenuItem icon={RotateCcw} keys={["R"]} onSelect={nothing}>
            Retry failed only
          </MenuItem>
          <MenuItem icon={Copy} keys={["C"]} onSelect={nothing}>
            Copy job id
          </MenuItem>
          <MenuItem icon={Download} onSelect={nothing}>
            Errors as CSV
          </MenuItem>
          <MenuLine />
          <MenuItem icon={CircleStop} danger onSelect={nothing}>
            Cancel job
          </MenuItem>
        </Menu>
        <Button onClick={() => notify(settled)}>Tell of a success</Button>
        <Button onClick={() => notify(refused)}>Tell of a failure</Button>
      </div>
      <p className="mb-2 text-ink-3 text-xs">
        Times are relative, the exact one on hover: <RelativeTime at="2026-11-17T15:31:04Z" />
      </p>
      <div className="grid gap-2">
        <Toast {...settled} onClose={nothing} />
        <Toast {...refused} onClose={nothing} />
      </div>
    </Box>
  );
}
