import { expect, test } from "vitest";
import { ProblemError } from "#lib/client/http.ts";
import { fieldError, formError, retryAfterMs } from "./problem-words.ts";

const base = {
  type: "urn:x",
  title: "Wrong",
  status: 422,
  code: "invalid" as const,
  detail: "Wrong: email.",
};

test("a field says what is wrong with it, as a sentence, and the form then says nothing more", () => {
  const error = new ProblemError({ ...base, errors: [{ field: "email", message: "invalid email address" }] });
  expect(fieldError(error, "email")).toBe("Invalid email address.");
  expect(fieldError(error, "name")).toBeUndefined();
  expect(formError(error, ["email", "name"])).toBeNull();
});

test("a complaint about something that has no field on the form is said above it", () => {
  const error = new ProblemError({ ...base, errors: [{ field: "token", message: "too short" }] });
  expect(formError(error, ["email"])).toBe("Wrong: email.");
  expect(formError(new Error("The server cannot be reached."), [])).toBe("The server cannot be reached.");
});

test("only a refusal for the rate says when to come back", () => {
  const limited = { ...base, code: "too-many-requests" as const, context: { retryAfterMs: 4200 } };
  expect(retryAfterMs(new ProblemError(limited))).toBe(4200);
  expect(retryAfterMs(new ProblemError({ ...base, context: { retryAfterMs: 4200 } }))).toBeNull();
  expect(retryAfterMs(null)).toBeNull();
});
