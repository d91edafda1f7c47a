"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { Status } from "@/components/ui/status";
import type { DemoAccount } from "./demo-accounts";
import { enter } from "./enter";
import { LanePicture } from "./lane-picture";
import { signInSentence } from "./sign-in-errors";
import { SignInForm } from "./sign-in-form";

type SignInScreenProps = {
  /** The organization of this installation, where there is one. */
  organizationName?: string;
  /** The organization's own sign-in, when one is configured. */
  provider?: { id: string; name: string };
  demoAccounts?: readonly DemoAccount[];
  /** Where to go afterwards; next-auth refuses addresses that are not ours. */
  callbackUrl: string;
  /** next-auth's word for why the person is here again. */
  error?: string;
  version: string;
  /** Whether all parts of the installation run; unknown leaves it out. */
  isReady?: boolean;
};

export function SignInScreen(props: SignInScreenProps) {
  const { organizationName, provider, demoAccounts, callbackUrl, error } = props;
  return (
    <div className="grid min-h-dvh lg:h-dvh lg:grid-cols-[minmax(440px,0.72fr)_1fr] lg:gap-2 lg:p-2">
      <div className="flex min-h-0 flex-col overflow-auto bg-sheet px-5 py-5.5 lg:rounded-lg lg:border lg:border-line lg:px-7.5 lg:pt-6.5">
        <header className="flex items-center gap-2.5 font-semibold text-[15px] tracking-title">
          <Mark className="size-7" />
          Carelane
        </header>
        <main className="m-auto w-full max-w-93 py-8 text-md">
          <h1 className="mb-1 text-balance font-semibold text-[24px]/[30px] tracking-figure">
            Sign in to {organizationName ?? "Carelane"}
          </h1>
          <p className="mb-6 text-ink-2">Use the account your administrator made for you.</p>
          {provider ? <ProviderSignIn provider={provider} callbackUrl={callbackUrl} /> : null}
          <SignInForm
            onSubmit={(values) => enter(values, callbackUrl)}
            initialError={error && signInSentence(error)}
            demoAccounts={demoAccounts}
          />
        </main>
        <SignInFoot {...props} />
      </div>
      <aside className="flex min-w-0 flex-col items-center justify-center p-6 max-lg:hidden">
        <LanePicture />
        <p className="mt-11 max-w-110 text-balance text-center text-ink-2 text-md/5.5">
          What Carelane accepts is stored before it is answered, in order for each patient, and nothing is
          lost on the way.
        </p>
      </aside>
    </div>
  );
}

type ProviderSignInProps = Required<Pick<SignInScreenProps, "provider" | "callbackUrl">>;

function ProviderSignIn({ provider, callbackUrl }: ProviderSignInProps) {
  return (
    <>
      <Button
        size="lg"
        icon={KeyRound}
        className="w-full"
        onClick={() => signIn(provider.id, { callbackUrl })}
      >
        Continue with {provider.name}
      </Button>
      <p className="mt-4.5 mb-3.5 flex items-center gap-3 text-ink-3 text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or with email
      </p>
    </>
  );
}

function SignInFoot({ isReady, version, organizationName }: SignInScreenProps) {
  return (
    <footer className="flex flex-wrap gap-4 text-ink-3 text-xs">
      {isReady === undefined ? null : (
        <Status shape={isReady ? "ok" : "warn"}>
          {isReady ? "All services running" : "Not all services run"}
        </Status>
      )}
      <span>Version {version}</span>
      {organizationName ? (
        <span className="max-lg:hidden">Runs on {organizationName}’s own servers</span>
      ) : null}
    </footer>
  );
}
