"use client";

import { canSync } from "@/components/sync/can-sync";
import { entityWord } from "@/components/sync/job-words";
import { CheckMark } from "@/components/ui/checkbox";
import { Segments } from "@/components/ui/segments";
import type { EntityMapping } from "@/lib/integrations/schema";
import type { ConnectorView, SupportedEntityView } from "@/lib/integrations/view";
import { type Direction, directionWords, takesWrites, writeWords } from "./connector-words";
import { directionsOf } from "./settings-form";

type EntityChoicesProps = {
  connector: ConnectorView;
  /** One for each entity of the connector. */
  chosen: readonly EntityMapping[];
  onChange: (chosen: EntityMapping[]) => void;
};

/** Which records are synchronised and in which direction, as far as the system goes. */
export function EntityChoices({ connector, chosen, onChange }: EntityChoicesProps) {
  const put = (changed: EntityMapping) =>
    onChange(chosen.map((each) => (each.localEntity === changed.localEntity ? changed : each)));
  return (
    <ul className="rounded-md border border-line-strong">
      {connector.supportedEntities.map((port) => {
        const mapping = chosen.find(({ localEntity }) => localEntity === port.entity);
        return mapping ? (
          <EntityChoice
            key={port.entity}
            connector={connector}
            port={port}
            mapping={mapping}
            onChange={put}
          />
        ) : null;
      })}
    </ul>
  );
}

type EntityChoiceProps = {
  connector: ConnectorView;
  port: SupportedEntityView;
  mapping: EntityMapping;
  onChange: (mapping: EntityMapping) => void;
};

function EntityChoice({ connector, port, mapping, onChange }: EntityChoiceProps) {
  const word = entityWord(port.entity);
  const options = directionsOf(connector, port).map((value) => ({ value, label: directionWords[value] }));
  // What holds for the whole system stands once, with the system.
  const ownLimits = port.limitations?.filter((limit) => !connector.limitations.includes(limit)) ?? [];
  const notes = canSync(connector) ? [writeWords(port, connector.name), ...ownLimits] : ownLimits;
  const id = `entity-${port.entity}`;
  return (
    <li className="flex items-start gap-2.5 border-line border-b px-3 py-2.5 last:border-b-0 max-sm:flex-wrap">
      <CheckMark
        id={id}
        aria-describedby={notes.length > 0 ? `${id}-note` : undefined}
        checked={mapping.enabled}
        onChange={(event) => onChange({ ...mapping, enabled: event.target.checked })}
        className="mt-0.75"
      />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="cursor-pointer font-medium">
          {word}
          {port.remoteEntity === word ? null : (
            <span className="font-normal text-ink-3"> · {port.remoteEntity}</span>
          )}
        </label>
        {notes.length > 0 ? (
          <p id={`${id}-note`} className="text-pretty text-ink-3 text-xs">
            {notes.join(" ")}
          </p>
        ) : null}
      </div>
      {options.length > 1 && takesWrites(port) ? (
        <div className="w-64 flex-none whitespace-nowrap max-sm:w-full">
          <Segments<Direction>
            aria-label={`Direction of ${word.toLowerCase()}`}
            options={options}
            value={mapping.direction}
            onChange={(direction) => onChange({ ...mapping, direction })}
          />
        </div>
      ) : (
        <span className="flex-none text-ink-2">{directionWords[mapping.direction]}</span>
      )}
    </li>
  );
}
