"use client";

import { FlaskConical, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { usePermission } from "@/components/shell/workspace-context";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { ForbiddenState } from "@/components/ui/states";
import { useAddress } from "@/components/ui/use-address";
import type { FieldsProps } from "./channel-form";
import { TestedItem } from "./tested-item";
import { TestedMessage } from "./tested-message";
import { type Test, useTest } from "./use-test";

type TestPaneProps = FieldsProps & {
  /** Missing as long as the channel is not saved. */
  channelId?: string;
};

/** What the channel, as it is typed, makes of stored messages. Nothing is sent. */
export function TestPane({ form, channelId }: TestPaneProps) {
  const maySee = usePermission("messages:raw");
  return (
    <section
      aria-label="Test"
      // What scrolls has to be reached by keyboard.
      tabIndex={0}
      className="w-110 flex-none overflow-auto border-line border-l focus-visible:-outline-offset-2 max-lg:w-full max-lg:overflow-visible max-lg:border-t max-lg:border-l-0"
    >
      {maySee ? (
        <>
          <PanelSection title="Test on stored messages">
            <Banner tone="run" title="Nothing is sent">
              Filter and mapping run on copies, as they are typed here. No destination hears of it. Each look
              at a message is written to the audit trail.
            </Banner>
          </PanelSection>
          {channelId === undefined ? <NotYet /> : <OpenTest form={form} channelId={channelId} />}
        </>
      ) : (
        <div className="p-4.5">
          <ForbiddenState right="see what messages say">An administrator can give it to you.</ForbiddenState>
        </div>
      )}
    </section>
  );
}

function NotYet() {
  return (
    <PanelSection>
      <p className="text-pretty text-ink-2">
        Save the channel to test it. It is saved stopped: it takes nothing and sends nothing until you start
        it.
      </p>
    </PanelSection>
  );
}

function OpenTest({ form, channelId }: FieldsProps & { channelId: string }) {
  const { values } = useAddress();
  const test = useTest({ form, channelId, named: values.get("message") });
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = openId === null ? undefined : test.resultOf(openId);
  const count = test.chosen.length;
  return (
    <>
      <PanelSection>
        <div className="grid gap-3">
          <AddById onAdd={test.add} />
          {test.problem ? <Banner tone="bad">{test.problem}</Banner> : null}
          <div className="flex items-center gap-2.5">
            <Button
              variant="primary"
              icon={FlaskConical}
              loading={test.isTesting}
              disabled={count === 0}
              onClick={() => void test.run()}
            >
              {count === 0
                ? "Choose messages to test"
                : count === 1
                  ? "Test 1 message"
                  : `Test ${count} messages`}
            </Button>
            <span role="status" className="text-warn-ink text-xs">
              {test.isBehind ? "Changed since: test again" : ""}
            </span>
          </div>
        </div>
      </PanelSection>
      <Messages test={test} onOpen={setOpenId} />
      {opened ? <TestedMessage result={opened} onClose={() => setOpenId(null)} /> : null}
    </>
  );
}

const idSchema = z.guid();

function AddById({ onAdd }: { onAdd: (id: string) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const add = () => {
    const { data: id } = idSchema.safeParse(text.trim());
    if (id === undefined) return setError("Write a whole message id, as its page has it under Details");
    onAdd(id);
    setText("");
  };
  return (
    <Field label="Message id" optional error={error} help="Or pick of the last ones that fit the source">
      <Input
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setError(undefined);
        }}
        onKeyDown={(event) => event.key === "Enter" && add()}
        trailing={
          <Button variant="ghost" size="sm" icon={Plus} className="-mr-1.5" onClick={add}>
            Add
          </Button>
        }
      />
    </Field>
  );
}

type MessagesProps = { test: Test; onOpen: (id: string) => void };

function Messages({ test, onOpen }: MessagesProps) {
  const { candidates, messages } = test;
  if (candidates.isPending) return <SkeletonRows count={6} label="Loading messages" />;
  if (messages.length === 0) {
    return (
      <Note>
        {candidates.error
          ? "The last messages could not be read. Name one by its id."
          : "No stored message fits this source yet. Name one by its id, or wait for the first."}
      </Note>
    );
  }
  return (
    <ul aria-label="Messages to test">
      {messages.map((message) => (
        <TestedItem
          key={message.id}
          message={message}
          isChosen={test.isChosen(message.id)}
          onToggle={() => test.toggle(message.id)}
          result={test.resultOf(message.id)}
          onOpen={() => onOpen(message.id)}
        />
      ))}
    </ul>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <PanelSection>
      <p className="text-pretty text-ink-3">{children}</p>
    </PanelSection>
  );
}
