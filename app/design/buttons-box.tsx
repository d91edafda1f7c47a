"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Chip, FilterChip } from "@/components/ui/chip";
import { Box } from "./box";

const wrap = "flex flex-wrap items-center gap-2 not-last:mb-2.5";

export function ButtonsBox() {
  const [open, setOpen] = useState(true);
  return (
    <Box title="Buttons and keys">
      <div className={wrap}>
        <Button variant="primary" keys={["N"]}>
          Start sync
        </Button>
        <Button>Export CSV</Button>
        <Button variant="ghost">Open job</Button>
        <Button variant="danger">Cancel job</Button>
      </div>
      <div className={wrap}>
        <Button variant="primary" className="outline-2 outline-focus outline-offset-2">
          Focused
        </Button>
        <Button variant="primary" loading>
          Testing
        </Button>
        <Button disabled>Not allowed</Button>
        <Button size="sm">Small</Button>
        <IconButton variant="plain" icon={Ellipsis} label="More" />
      </div>
      <div className={wrap}>
        <FilterChip label="System" />
        <FilterChip label="State" value="failed" onClear={() => undefined} />
        <Chip pressed={open} count="7" onClick={() => setOpen(!open)}>
          Open
        </Chip>
        <Badge tone="ok">In use</Badge>
        <Badge tone="warn">Expires in 6 days</Badge>
        <Badge tone="bad">Rush</Badge>
        <Badge tone="ask">Match?</Badge>
        <Badge>Version 14</Badge>
        <Badge tone="outline">ORU^R01</Badge>
      </div>
    </Box>
  );
}
