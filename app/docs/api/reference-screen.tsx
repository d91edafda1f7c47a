"use client";

import { ArrowLeft, Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import type { OperationView, ReferenceView } from "./describe-reference";
import { Fields } from "./fields";
import { Operation } from "./operation";

function matches(
  { method, path, summary, tag, permission }: OperationView,
  words: readonly string[],
): boolean {
  const text = `${method} ${path} ${summary} ${tag} ${permission}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function Operations({ operations }: { operations: readonly OperationView[] }) {
  const groups = Map.groupBy(operations, ({ tag }) => tag);
  if (operations.length === 0) return <p className="text-ink-2">No operation matches. Try fewer words.</p>;
  return [...groups].map(([tag, members]) => (
    <section key={tag} aria-label={tag} className="grid gap-1.5">
      <h2 className="font-semibold text-md">{tag}</h2>
      <div className="overflow-hidden rounded-lg border border-line">
        {members.map((operation) => (
          <Operation key={operation.id} operation={operation} />
        ))}
      </div>
    </section>
  ));
}

function Schemas({ schemas }: Pick<ReferenceView, "schemas">) {
  return (
    <section aria-label="Schemas" className="grid gap-4">
      <h2 className="font-semibold text-md">Schemas</h2>
      {schemas.map(({ name, fields }) => (
        <section key={name} id={`schema-${name}`} className="grid scroll-mt-4 gap-1">
          <h3 className="font-medium font-mono text-xs">{name}</h3>
          <Fields label="Fields" fields={fields} />
        </section>
      ))}
    </section>
  );
}

function ErrorCodes({ errors }: Pick<ReferenceView, "errors">) {
  return (
    <section aria-label="Errors" className="grid gap-1.5">
      <h2 className="font-semibold text-md">Errors</h2>
      <p className="text-ink-2">
        Every refusal is a Problem with one of these codes; owner says who can put it right.
      </p>
      <dl className="divide-y divide-line rounded-lg border border-line">
        {errors.map(({ code, status, title, owner }) => (
          <div
            key={code}
            id={`error-${code}`}
            className="grid scroll-mt-4 grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-x-3 px-3.5 py-1.5 target:bg-selected max-sm:grid-cols-1"
          >
            <dt className="wrap-anywhere font-mono text-xs">{`${status} ${code}`}</dt>
            <dd>
              {title} <span className="text-ink-3">({owner})</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The whole reference on one page, so that the browser's own search and links reach everything. */
export function ReferenceScreen({ reference }: { reference: ReferenceView }) {
  const [query, setQuery] = useState("");
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const operations = reference.operations.filter((operation) => matches(operation, words));
  return (
    <main className="mx-auto my-2 grid max-w-240 gap-7 rounded-lg border border-line bg-sheet p-6 shadow-sheet max-sm:m-0 max-sm:rounded-none max-sm:border-0 max-sm:p-3.5">
      <header className="grid gap-3">
        <Link
          href="/"
          className="flex h-8 w-fit items-center gap-2 font-medium text-accent-ink hover:underline"
        >
          <ArrowLeft />
          Carelane
        </Link>
        <h1 className="font-semibold text-lg tracking-title">{`API reference, version ${reference.version}`}</h1>
        <p className="text-ink-2">
          Send <code className="font-mono text-xs">Authorization: Bearer cl_…</code> with an API key. The same
          as{" "}
          <a href="/api/openapi.json" className="text-accent-ink underline underline-offset-2">
            an OpenAPI 3.1 document
          </a>
          .
        </p>
        <Input
          type="search"
          icon={Search}
          aria-label="Search operations"
          placeholder="Search by path, word or permission"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <p role="status" className="text-ink-3 text-xs">{`${operations.length} operations`}</p>
      </header>
      <Operations operations={operations} />
      <Schemas schemas={reference.schemas} />
      <ErrorCodes errors={reference.errors} />
    </main>
  );
}
