import { History, Table2 } from "lucide-react";
import { FilterBar } from "@/components/shell/sheet";
import { Button } from "@/components/ui/button";
import { Segments } from "@/components/ui/segments";
import { Select, type SelectOption } from "@/components/ui/select";
import type { IntegrationView } from "@/lib/integrations/schema";

/** Which of an integration's mappings is edited, and the others there are. */
export type EntityChoice = {
  integration: IntegrationView;
  entity: string;
  entities: readonly SelectOption<string>[];
  onChoose: (entity: string) => void;
};

export type EditorView = "fields" | "json";
export type EditorDialog = "versions" | "lookups";

const views = [
  { value: "fields", label: "Fields" },
  { value: "json", label: "JSON" },
] as const;

type EditorBarProps = EntityChoice & {
  view: EditorView;
  onView: (view: EditorView) => void;
  version: number;
  onOpen: (dialog: EditorDialog) => void;
};

/** Which mapping it is, and how it is shown. */
export function EditorBar({ entity, entities, onChoose, view, onView, version, onOpen }: EditorBarProps) {
  return (
    <div className="border-line border-b">
      <FilterBar
        end={
          <>
            <Button size="sm" icon={Table2} onClick={() => onOpen("lookups")}>
              Lookup tables
            </Button>
            <Button size="sm" icon={History} onClick={() => onOpen("versions")}>
              {version === 0 ? "No version yet" : `Version ${version}`}
            </Button>
          </>
        }
      >
        <div className="w-56 flex-none max-sm:w-40">
          <Select aria-label="Records" options={entities} value={entity} onChange={onChoose} />
        </div>
        <div className="w-36 flex-none">
          <Segments<EditorView> aria-label="Shown as" options={views} value={view} onChange={onView} />
        </div>
      </FilterBar>
    </div>
  );
}
