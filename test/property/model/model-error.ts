/** How the model refuses a call. */
export class ModelError extends Error {
  readonly code: string;
  readonly told: { outcomes?: unknown; tally?: unknown };

  constructor(code: string, told: { outcomes?: unknown; tally?: unknown } = {}) {
    super(code);
    this.code = code;
    this.told = told;
  }
}
