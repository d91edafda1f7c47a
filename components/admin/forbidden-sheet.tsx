import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { ForbiddenState } from "@/components/ui/states";

/** A page of the workspace for somebody who lacks its right. */
export function ForbiddenSheet({ title, right }: { title: string; right: string }) {
  return (
    <Sheet>
      <SheetHead title={title} />
      <SheetBody padded>
        <ForbiddenState right={right}>An administrator can give it to you.</ForbiddenState>
      </SheetBody>
    </Sheet>
  );
}
