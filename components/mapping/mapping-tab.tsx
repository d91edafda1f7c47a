"use client";

import { useState } from "react";
import { mappingsOf } from "@/components/integrations/settings-form";
import { ReadFailed } from "@/components/read-failed";
import { SheetBody } from "@/components/shell/sheet";
import { entityWord } from "@/components/sync/job-words";
import type { SelectOption } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { useAddress } from "@/components/ui/use-address";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import type { EntityChoice } from "./editor-bar";
import { MappingEditor } from "./mapping-editor";
import { useMapping } from "./use-mapping";

type MappingTabProps = { integration: IntegrationView; connector: ConnectorView };

/** How the fields of one kind of records are mapped, beside what that makes of a record. */
export function MappingTab({ integration, connector }: MappingTabProps) {
  const { values, change } = useAddress();
  const entities = mappingsOf(connector, integration).map(
    ({ localEntity, remoteEntity }): SelectOption<string> => ({
      value: localEntity,
      label: entityWord(localEntity),
      detail: remoteEntity,
    }),
  );
  const entity = entities.find(({ value }) => value === values.get("entity"))?.value ?? entities[0]?.value;
  if (entity === undefined) return <SheetBody padded>The connector has no records to map.</SheetBody>;
  return (
    <OneMapping
      key={entity}
      integration={integration}
      entity={entity}
      entities={entities}
      onChoose={(chosen) => change({ entity: chosen }, "push")}
    />
  );
}

/** The editor begins anew after each save, and when another version is taken over. */
function OneMapping(choice: EntityChoice) {
  const place = { integrationId: choice.integration.id, entity: choice.entity };
  const mapping = useMapping(place);
  const [beginnings, setBeginnings] = useState(0);
  if (mapping.data) {
    return (
      <MappingEditor
        key={beginnings}
        {...choice}
        mapping={mapping.data}
        onBeginAnew={() => setBeginnings(beginnings + 1)}
      />
    );
  }
  return (
    <SheetBody padded={mapping.error !== null}>
      {mapping.error ? (
        <ReadFailed
          what="The mapping"
          right="read integrations"
          error={mapping.error}
          onRetry={mapping.refetch}
        />
      ) : (
        <SkeletonRows label="Loading the mapping" />
      )}
    </SheetBody>
  );
}
