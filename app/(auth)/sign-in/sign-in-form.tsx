"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { z } from "zod";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/secret-input";
import { type DemoAccount, DemoAccounts } from "./demo-accounts";

const signInForm = z.object({
  email: z.string().trim().includes("@", { error: "Write the whole address, such as name@clinic.example" }),
  password: z.string().min(1, { error: "Write your password" }),
  shared: z.boolean(),
});

export type SignInValues = z.infer<typeof signInForm>;

type SignInFormProps = {
  /** Answers a sentence when the sign-in was refused; otherwise the page is left. */
  onSubmit: (values: SignInValues) => Promise<string | null>;
  /** Why the person was sent here. */
  initialError?: string;
  demoAccounts?: readonly DemoAccount[];
};

export function SignInForm({ onSubmit, initialError, demoAccounts = [] }: SignInFormProps) {
  const [refusal, setRefusal] = useState(initialError);
  const form = useForm<SignInValues>({
    resolver: zodResolver(signInForm),
    defaultValues: { email: "", password: "", shared: false },
  });
  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined);
    setRefusal((await onSubmit(values)) ?? undefined);
  });
  const fillIn = ({ email, password }: DemoAccount) => {
    form.setValue("email", email, { shouldValidate: true });
    form.setValue("password", password, { shouldValidate: true });
  };
  const { isSubmitting, isSubmitSuccessful } = form.formState;
  return (
    <>
      {/* By POST: sent before the page is alive, it must not put the password into the address. */}
      <form method="post" noValidate onSubmit={submit} className="grid gap-3.5">
        {refusal ? <Banner tone="bad">{refusal}</Banner> : null}
        <SignInFields form={form} />
        <Button
          variant="primary"
          size="lg"
          type="submit"
          keys={["enter"]}
          loading={isSubmitting || (isSubmitSuccessful && !refusal)}
        >
          Sign in
        </Button>
      </form>
      {demoAccounts.length > 0 ? (
        <DemoAccounts accounts={demoAccounts} chosenEmail={form.watch("email")} onChoose={fillIn} />
      ) : null}
    </>
  );
}

function SignInFields({ form: { register, formState } }: { form: UseFormReturn<SignInValues> }) {
  const { errors } = formState;
  return (
    <>
      <Field label="Email" error={errors.email?.message}>
        <Input size="lg" type="email" autoComplete="username" {...register("email")} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput size="lg" autoComplete="current-password" {...register("password")} />
      </Field>
      <Checkbox
        label="This is a shared computer"
        help="Signs you out after 15 minutes without use"
        className="mt-0.5 mb-1"
        {...register("shared")}
      />
    </>
  );
}
