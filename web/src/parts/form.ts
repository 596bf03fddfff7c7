// What somebody wrote into a form.

// The text of the field called `name`; empty where there is none.
export function written(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}
