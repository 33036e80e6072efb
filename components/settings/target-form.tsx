"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { changePageTargetMutation, createPageTargetMutation } from "#lib/client/paging.ts";
import type { PageTarget } from "#lib/contract/paging.ts";
import { type PageFormat, pageFormats } from "#lib/domain/paging/page.ts";
import { FormDialog } from "./form-dialog.tsx";
import { formatWords } from "./format-words.ts";

const fields = ["name", "url", "secret"] as const;

/** Adds a receiver. */
export function TargetCreate({ onClose }: { onClose: () => void }) {
  const create = useMutation(createPageTargetMutation(useQueryClient()));
  const [format, setFormat] = useState<PageFormat>("pagerduty");
  const words = formatWords[format];
  const submit = (form: FormData) => {
    const secret = textOf(form, "secret").trim();
    create.mutate(
      {
        name: textOf(form, "name").trim(),
        format,
        url: textOf(form, "url").trim(),
        secret: secret === "" ? null : secret,
      },
      {
        onSuccess: ({ name }) => {
          toast.success(`Pages go to ${name} from now on`, { description: "Send a test page to be sure." });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Add a receiver"
      verb="Add the receiver"
      pending={create.isPending}
      error={create.error}
      fields={fields}
      onSubmit={submit}
    >
      <Field label="Format" hint={words.hint}>
        {(control) => (
          <Select
            {...control}
            value={format}
            onValueChange={(next) => setFormat(next as PageFormat)}
            options={pageFormats.map((each) => ({ value: each, label: formatWords[each].name }))}
          />
        )}
      </Field>
      <NameField error={create.error} />
      <Field label="Address" error={fieldError(create.error, "url")}>
        {(control) => (
          <Input
            {...control}
            key={format}
            name="url"
            type="url"
            className="font-mono"
            defaultValue={words.url}
            maxLength={2_000}
            required
          />
        )}
      </Field>
      {words.secret !== null && (
        <SecretField
          label={words.secret}
          error={create.error}
          required={format === "pagerduty"}
          hint="Kept on the server, and never shown again."
        />
      )}
    </FormDialog>
  );
}

/** Changes a receiver; what is left empty stays as it is. */
export function TargetChange({ target, onClose }: { target: PageTarget; onClose: () => void }) {
  const change = useMutation(changePageTargetMutation(useQueryClient()));
  const words = formatWords[target.format];
  const submit = (form: FormData) => {
    const url = textOf(form, "url").trim();
    const secret = textOf(form, "secret").trim();
    change.mutate(
      {
        id: target.id,
        name: textOf(form, "name").trim(),
        ...(url === "" ? {} : { url }),
        ...(secret === "" ? {} : { secret }),
      },
      {
        onSuccess: ({ name }) => {
          toast.success(`${name} is changed`);
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Change this receiver"
      description={words.name}
      verb="Change receiver"
      pending={change.isPending}
      error={change.error}
      fields={fields}
      onSubmit={submit}
    >
      <NameField error={change.error} value={target.name} />
      <Field label="New address" error={fieldError(change.error, "url")} hint={`Empty: ${target.url} stays.`}>
        {(control) => <Input {...control} name="url" type="url" className="font-mono" maxLength={2_000} />}
      </Field>
      {words.secret !== null && (
        <SecretField
          label={`New ${words.secret.toLowerCase()}`}
          error={change.error}
          hint={target.hasSecret ? "Empty: the one that is kept stays." : "None is kept."}
        />
      )}
    </FormDialog>
  );
}

function NameField({ error, value = "" }: { error: Error | null; value?: string }) {
  return (
    <Field label="Name" error={fieldError(error, "name")} hint="As it is shown beside each delivery.">
      {(control) => <Input {...control} name="name" defaultValue={value} maxLength={200} required />}
    </Field>
  );
}

function SecretField(props: { label: string; error: Error | null; hint: string; required?: boolean }) {
  const { label, error, hint, required = false } = props;
  return (
    <Field label={label} error={fieldError(error, "secret")} hint={hint}>
      {(control) => (
        <Input
          {...control}
          name="secret"
          type="password"
          autoComplete="new-password"
          className="font-mono"
          maxLength={500}
          required={required}
        />
      )}
    </Field>
  );
}
