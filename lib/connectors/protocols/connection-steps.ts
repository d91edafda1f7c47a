/** Trying a connection step by step, each in words for the person who set it up. */
import { assertAddressAllowed } from "@/lib/http/client";
import { isCarelaneError } from "@/lib/platform/errors";
import type { ConnectorContext, TestCheck } from "../contract";
import {
  type Access,
  missingAccess,
  publishedKeysUrl,
  type SmartSession,
  smartErrors,
} from "./smart-on-fhir";

/** What went well, and what to do about the part that did not. */
export type Finding = Pick<TestCheck, "message" | "fix">;

export interface Step {
  readonly name: string;
  /** What to do when it fails. */
  readonly fix: string;
  /** Answers what went well; throws what did not. */
  readonly run: () => Promise<string | Finding>;
}

function failed({ name, fix }: Step, error: unknown): TestCheck {
  const message = isCarelaneError(error)
    ? [error.title, error.detail].filter(Boolean).join(". ").replace(/\.+$/, ".")
    : "It did not work";
  return { name, ok: false, message, fix };
}

/** Runs the steps until one fails; those after it would only fail with it. */
export async function runSteps(steps: readonly Step[]): Promise<TestCheck[]> {
  const checks: TestCheck[] = [];
  for (const step of steps) {
    try {
      const found = await step.run();
      checks.push({ name: step.name, ok: true, ...(typeof found === "string" ? { message: found } : found) });
    } catch (error) {
      return [...checks, failed(step, error)];
    }
  }
  return checks;
}

/** Whether the address may be called at all. */
export function addressStep(address: string, fix: string): Step {
  return {
    name: "Address",
    fix,
    run: async () => {
      await assertAddressAllowed(address);
      return "The FHIR address may be called.";
    },
  };
}

/** Whether the integration has a key pair to sign with, and where its public half stands. */
export function ownKeyStep(context: ConnectorContext<unknown>, vendor: string): Step {
  return {
    name: "Our key",
    fix: "Save the integration again: Carelane then makes a key pair for it.",
    run: async () => {
      if (!context.signingKey) throw smartErrors.no_key_pair();
      await context.signingKey();
      return `Our public keys stand at ${publishedKeysUrl(context.integrationId)}. Register this address with the app at ${vendor}.`;
    },
  };
}

function accessSentence(vendor: string, scope: string | null, wanted: readonly Access[]): string {
  const missing = scope === null ? [] : missingAccess(scope, wanted);
  if (missing.length === 0) return `${vendor} gave an access token.`;
  const names = missing.map(({ type, interaction }) => `${type} (${interaction})`).join(", ");
  return `${vendor} gave an access token, but it does not allow: ${names}. Add these to the app at ${vendor}.`;
}

/** Whether the vendor signs us in, and what of `wanted` it does not grant. */
export function tokenStep(
  vendor: string,
  session: () => Promise<SmartSession>,
  wanted: readonly Access[],
  fix: string,
): Step {
  return {
    name: "Access token",
    fix,
    run: async () => accessSentence(vendor, (await (await session()).token()).scope, wanted),
  };
}
