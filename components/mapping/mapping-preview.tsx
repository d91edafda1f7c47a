import { ApiError } from "@/components/api";
import { formatJson } from "@/components/records/format-json";
import { Banner } from "@/components/ui/banner";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { PanelSection } from "@/components/ui/side-panel";
import { ForbiddenState } from "@/components/ui/states";
import type { IntegrationView } from "@/lib/integrations/schema";
import { titleOf } from "@/lib/records/schema";
import { type Preview, previewFields } from "./preview-groups";
import { PreviewedField } from "./previewed-field";
import type { Trial, TrialDirection } from "./use-trial";

type MappingPreviewProps = { integration: IntegrationView; entity: string; trial: Trial };

const directions = [
  { value: "pull", label: "Pulled" },
  { value: "push", label: "Pushed" },
] as const;

/** What the draft makes of a real record. Nothing is written anywhere. */
export function MappingPreview({ integration, entity, trial }: MappingPreviewProps) {
  return (
    <section
      aria-label="Preview"
      // What scrolls has to be reached by keyboard.
      tabIndex={0}
      className="w-110 flex-none overflow-auto border-line border-l focus-visible:-outline-offset-2 max-lg:w-full max-lg:overflow-visible max-lg:border-t max-lg:border-l-0"
    >
      {trial.mayPreview ? (
        <>
          <TrialChoice entity={entity} trial={trial} />
          <TrialResult integration={integration} trial={trial} />
        </>
      ) : (
        <div className="p-4.5">
          <ForbiddenState right="see what the systems sent">
            The preview shows a real record as its system sent it. An administrator can give you the right.
          </ForbiddenState>
        </div>
      )}
    </section>
  );
}

function TrialChoice({ entity, trial }: { entity: string; trial: Trial }) {
  const { records, recordId, choose, direction, setDirection } = trial;
  return (
    <PanelSection
      title="Preview on a real record"
      aside={<span role="status">{trial.isBehind ? "Working…" : "Nothing is written"}</span>}
    >
      <div className="grid gap-2">
        <Select
          aria-label="Record"
          options={(records.data ?? []).map((record) => ({
            value: record.id,
            label: titleOf(entity, record.data),
            detail: record.links[0]?.remoteId,
          }))}
          value={recordId ?? null}
          onChange={choose}
          placeholder={records.isLoading ? "Reading records" : "No record yet"}
          empty="None of the newest 50 fits this search"
        />
        <Segments<TrialDirection>
          aria-label="Direction of the preview"
          options={directions}
          value={direction}
          onChange={setDirection}
        />
      </div>
    </PanelSection>
  );
}

function TrialResult({ integration, trial }: { integration: IntegrationView; trial: Trial }) {
  const { preview, direction, records, recordId } = trial;
  if (preview.error) return <TrialRefused error={preview.error} />;
  if (recordId === undefined) {
    return (
      <PanelSection>
        <p className="text-ink-3">
          {records.isPending
            ? "Reading records."
            : `${integration.name} has no such record yet. Fields are checked all the same; sync once to see what they do.`}
        </p>
      </PanelSection>
    );
  }
  if (!preview.data) return null;
  return <Outcome preview={preview.data} direction={direction} />;
}

function TrialRefused({ error }: { error: Error }) {
  const isInvalid = error instanceof ApiError && error.code === "mapping_invalid";
  return (
    <PanelSection>
      {isInvalid ? (
        <Banner tone="warn" title="No preview yet">
          Correct the places that are marked.
        </Banner>
      ) : (
        <Banner tone="bad" title="The preview failed">
          {error instanceof ApiError ? error.message : "Something failed on this page. Try again."}
        </Banner>
      )}
    </PanelSection>
  );
}

function Outcome({ preview, direction }: { preview: Preview; direction: TrialDirection }) {
  const { fields, others } = previewFields(preview, direction);
  return (
    <>
      {others.length > 0 ? (
        <PanelSection title="Refused">
          <ul className="grid gap-1 text-bad-ink text-xs">
            {others.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path ? `${path}: ` : ""}
                {message}
              </li>
            ))}
          </ul>
        </PanelSection>
      ) : null}
      {fields.length === 0 ? (
        <PanelSection>
          <p className="text-ink-3">
            No field is mapped {direction === "pull" ? "on the way in" : "on the way out"}.
          </p>
        </PanelSection>
      ) : null}
      {fields.map((field) => (
        <PreviewedField
          key={`${field.localField} ${field.remoteField}`}
          field={field}
          direction={direction}
        />
      ))}
      <Document title={direction === "pull" ? "The record that results" : "The resource that results"}>
        {preview.output}
      </Document>
      <Document title="What was read">{preview.input}</Document>
    </>
  );
}

/** A whole document, folded away. */
function Document({ title, children }: { title: string; children: unknown }) {
  return (
    <details className="border-line border-b px-4.5 py-2.5 last:border-b-0">
      <summary className="cursor-pointer font-semibold text-xs">{title}</summary>
      <section
        aria-label={title}
        // What scrolls has to be reached by keyboard.
        tabIndex={0}
        className="mt-2 max-h-[50vh] overflow-auto rounded-md border border-line bg-sunken p-2.5"
      >
        <pre className="font-mono text-xs/4.5">{formatJson(JSON.stringify(children ?? null))}</pre>
      </section>
    </details>
  );
}
