export default function leap0(): {
  readonly id: string;
  readonly rules: { readonly oas3: Readonly<Record<string, unknown>> };
};
