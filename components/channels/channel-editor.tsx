"use client";

import type { FormEventHandler, ReactNode } from "react";
import { FormSection } from "@/components/integrations/form-section";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { FieldsProps } from "./channel-form";
import { DestinationList } from "./destination-list";
import { FilterFields } from "./filter-fields";
import { MappingFields } from "./mapping-fields";
import { SourceFields } from "./source-fields";
import { errorAt } from "./use-channel-form";

type ChannelEditorProps = FieldsProps & {
  /** By which the button that saves names the form. */
  formId: string;
  onSubmit: FormEventHandler;
  /** Of a channel that is saved. */
  channelId?: string;
  /** Above the fields. */
  notice?: ReactNode;
  /** Beside the form. */
  children: ReactNode;
};

/** Everything that makes a channel, in the order in which a message goes through it. */
export function ChannelEditor({ form, formId, onSubmit, channelId, notice, children }: ChannelEditorProps) {
  const { root } = form.formState.errors;
  return (
    <div className="flex min-h-0 flex-1 max-lg:block max-lg:overflow-auto">
      <form
        id={formId}
        noValidate
        aria-label="Definition"
        onSubmit={onSubmit}
        className="min-h-0 min-w-0 flex-1 overflow-auto max-lg:overflow-visible"
      >
        <div className="mx-auto max-w-180">
          {notice}
          {root?.message && !notice ? (
            <div className="px-4.5 pt-4.5 max-sm:px-3.5">
              <Banner tone="bad" title="It was not saved">
                {root.message}
              </Banner>
            </div>
          ) : null}
          <FormSection title="Channel">
            <Field label="Name" error={errorAt(form, "name")} help="No two channels have the same">
              <Input autoComplete="off" placeholder="Results to the portal" {...form.register("name")} />
            </Field>
          </FormSection>
          <SourceFields form={form} channelId={channelId} />
          <FilterFields form={form} />
          <MappingFields form={form} />
          <DestinationList form={form} />
        </div>
      </form>
      {children}
    </div>
  );
}
