import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { ForbiddenState } from "@/components/ui/states";

/** In place of a screen of syncs for people who may not read them; nothing is asked of the server. */
export function NoSyncs({ title }: { title: string }) {
  return (
    <Sheet>
      <SheetHead title={title} />
      <SheetBody padded>
        <ForbiddenState right="read syncs">An administrator can give it to you.</ForbiddenState>
      </SheetBody>
    </Sheet>
  );
}
