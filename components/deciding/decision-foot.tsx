"use client";

import { Info } from "lucide-react";
import { type RefObject, useId } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Keys } from "@/components/ui/keys";
import { StatusShape } from "@/components/ui/status-shape";

/** What people say most often, and the key that says it. */
export type CommonReason = { readonly cap: string; readonly words: string };

/** A reason that is being given, and the saving of what is decided. */
export type Saving = {
  readonly reasonInput: RefObject<HTMLInputElement | null>;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  /** Why it is not saved. */
  readonly problem: string | null;
  readonly save: () => Promise<void>;
  readonly isSaving: boolean;
};

type DecisionFootProps = {
  saving: Saving;
  /** What saving leads to. */
  consequence: string;
  /** Whether a reason is needed. */
  reasonHelp: string;
  reasons: readonly CommonReason[];
  /** Of the button that saves: what it decides. */
  label: string;
  /** Another one opens once this one is saved. */
  leadsOn: boolean;
};

/** The reason, and the one button that saves. */
export function DecisionFoot(props: DecisionFootProps) {
  const { saving, consequence, reasonHelp, reasons, label, leadsOn } = props;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save();
      }}
    >
      <Note problem={saving.problem} consequence={consequence} />
      <div className="flex items-center gap-2 border-line max-sm:flex-wrap border-t px-5.5 py-3 max-sm:px-3.5">
        <Reason {...{ saving, reasonHelp, reasons }} />
        <Button
          type="submit"
          variant="primary"
          keys={["mod", "enter"]}
          loading={saving.isSaving}
          className="ml-auto max-sm:h-11 max-sm:w-full"
        >
          {leadsOn ? `${label} and open next` : label}
        </Button>
      </div>
    </form>
  );
}

/** What saving leads to, or why it did not. */
function Note({ problem, consequence }: Pick<DecisionFootProps, "consequence"> & Pick<Saving, "problem">) {
  return (
    <div role={problem ? "alert" : undefined} className={noteLook}>
      {problem ? <StatusShape shape="bad" /> : <Info className="size-3.5 text-ink-3" />}
      <span className={problem ? "text-bad-ink" : undefined}>{problem ?? consequence}</span>
    </div>
  );
}

function Reason({
  saving: { reasonInput, reason, setReason },
  reasonHelp,
  reasons,
}: Pick<DecisionFootProps, "saving" | "reasonHelp" | "reasons">) {
  const inputId = useId();
  return (
    <>
      <label htmlFor={inputId} className="mr-1 font-medium leading-4 max-sm:sr-only">
        Reason
        <span className="block font-normal text-2xs/3.5 text-ink-3">{reasonHelp}</span>
      </label>
      <div className="min-w-32 max-w-67 flex-1 max-sm:min-w-full">
        <Input
          id={inputId}
          ref={reasonInput}
          value={reason}
          maxLength={500}
          placeholder="Why"
          onChange={({ target }) => setReason(target.value)}
          trailing={reason ? null : <Keys keys={["R"]} />}
        />
      </div>
      {reasons.map(({ cap, words }) => (
        <Button key={cap} size="sm" keys={[cap]} onClick={() => setReason(words)} className="max-xl:hidden">
          {words}
        </Button>
      ))}
    </>
  );
}

const noteLook =
  "flex items-center gap-1.75 border-line border-t px-5.5 py-2.25 text-ink-2 text-xs max-sm:px-3.5 [&_.lucide]:flex-none";

/** The keys of the reason: one to write it, and one for each of the common ones. */
export function reasonKeys({ reasonInput, setReason }: Saving, reasons: readonly CommonReason[]) {
  const common = reasons.map(({ cap, words }) => [cap.toLowerCase(), () => setReason(words)] as const);
  return { ...Object.fromEntries(common), r: () => reasonInput.current?.focus() };
}
