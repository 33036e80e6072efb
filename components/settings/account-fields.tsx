"use client";

import { useState } from "react";
import { PasswordInput } from "#components/auth/password-input.tsx";
import { fieldError } from "#components/auth/problem-words.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type Role, roles } from "#lib/domain/roles.ts";
import { roleMeanings } from "./role-words.ts";

/** The name of an account, as a field of a form (`name`). */
export function NameField({ error, value = "" }: { error: Error | null; value?: string }) {
  return (
    <Field label="Name" error={fieldError(error, "name")}>
      {(control) => <Input {...control} name="name" defaultValue={value} maxLength={200} required />}
    </Field>
  );
}

/** The role of an account, with what it may do. The choice is in the form as `role`. */
export function RoleField({ value }: { value: Role }) {
  const [role, setRole] = useState(value);
  return (
    <Field label="Role" hint={`${role}: ${roleMeanings[role]}`}>
      {(control) => (
        <Select
          {...control}
          name="role"
          value={role}
          onValueChange={(next) => setRole(next as Role)}
          options={roles.map((each) => ({ value: each, label: each }))}
        />
      )}
    </Field>
  );
}

/** A password for somebody else's account (`password`). */
export function NewPasswordField({ error }: { error: Error | null }) {
  return (
    <Field
      label="Password"
      error={fieldError(error, "password")}
      hint="12 characters or more. Give it to them by a way that only they read; they can change it."
    >
      {(control) => (
        <PasswordInput
          {...control}
          name="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={128}
          required
        />
      )}
    </Field>
  );
}
