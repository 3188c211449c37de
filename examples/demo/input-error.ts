/** Something wrong with what the demo was given: flags or a file. Its message is all a person needs to mend it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
