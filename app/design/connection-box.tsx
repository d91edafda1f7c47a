"use client";

import { useState } from "react";
import { LiveIndicator } from "@/components/live/live-indicator";
import { Box } from "./box";

export function ConnectionBox() {
  const [openedAt] = useState(() => new Date());
  return (
    <Box title="Connection">
      <ul className="grid gap-2">
        <li>
          <LiveIndicator mode="live" lastHeardAt={openedAt} />
        </li>
        <li>
          <LiveIndicator mode="polling" lastHeardAt={openedAt} />
        </li>
        <li>
          <LiveIndicator mode="offline" lastHeardAt={openedAt} />
        </li>
      </ul>
    </Box>
  );
}
