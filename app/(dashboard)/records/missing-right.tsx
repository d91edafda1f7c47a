import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { ForbiddenState } from "@/components/ui/states";

/** The records page for those who may not read records. */
export function MissingRight() {
  return (
    <Sheet>
      <SheetHead title="Records" />
      <SheetBody padded>
        <ForbiddenState right="read records">
          Lab and clinic staff have it. An administrator can give you such a role.
        </ForbiddenState>
      </SheetBody>
    </Sheet>
  );
}
