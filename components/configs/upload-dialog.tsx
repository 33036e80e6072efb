"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { FormDialog } from "#components/settings/form-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { uploadConfigMutation } from "#lib/client/configs.ts";
import { contentRefusal } from "#lib/domain/config-content.ts";

/** Puts a new version up: from a file, or typed. Nothing runs it before a canary. `name` null: it is asked for. */
export function UploadDialog(props: { name: string | null; content?: string; onClose: () => void }) {
  const { name, onClose } = props;
  const upload = useMutation(uploadConfigMutation(useQueryClient()));
  const [content, setContent] = useState(props.content ?? "");
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const refusal = fileProblem ?? (content === "" ? null : contentRefusal(content));
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      setContent(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()));
      setFileProblem(null);
    } catch {
      setFileProblem("This file is no text in UTF-8.");
    }
  };
  const submit = (form: FormData) => {
    if (refusal !== null) return;
    const to = name ?? textOf(form, "name").trim();
    upload.mutate(
      { name: to, content, reason: textOf(form, "reason").trim() },
      {
        onSuccess: ({ created, version }) => {
          toast.success(
            created
              ? `Version ${version.version} is there`
              : `Version ${version.version} has this content already`,
          );
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Upload a version"
      description="It is kept with its hash, your name and the reason. Nothing runs it before a canary."
      verb="Upload the version"
      pending={upload.isPending}
      error={upload.error}
      fields={["name", "content", "reason"]}
      onSubmit={submit}
    >
      {name === null && (
        <Field label="Name" hint="That of the lock that guards it, such as aim_lock_config.conf.">
          {(control) => <Input {...control} name="name" className="font-mono" maxLength={4096} required />}
        </Field>
      )}
      <Field label="File">
        {(control) => (
          <input
            {...control}
            type="file"
            onChange={(event) => void choose(event.target.files?.[0])}
            className="text-sm text-secondary file:mr-3 file:h-8 file:rounded-sm file:border file:border-soft file:bg-raised file:px-3 file:text-primary"
          />
        )}
      </Field>
      <Field label="Content" error={refusal ?? fieldError(upload.error, "content")}>
        {(control) => (
          <TextArea
            {...control}
            value={content}
            onChange={(event) => {
              setContent(event.target.value);
              setFileProblem(null);
            }}
            rows={12}
            spellCheck={false}
            required
            className="font-mono text-xs"
          />
        )}
      </Field>
      <Field label="Reason" error={fieldError(upload.error, "reason")} hint="What it changes, and why.">
        {(control) => <Input {...control} name="reason" maxLength={2000} required />}
      </Field>
    </FormDialog>
  );
}
